package app.flagger.testkit.proof;

import static app.flagger.testkit.Units.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.InvalidResource;
import app.flagger.api.PlugException;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.strategy.Strategy;
import app.flagger.engine.RunResult;
import app.flagger.testkit.CallRecord;
import app.flagger.testkit.Fault;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Simulation simulation = Course.ROLLOUT.of(Policy.CANARY);

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    @Test
    void callsAreCountedFromOneOverAllPlugsAndForEachPlug() {
        List<CallRecord> calls = simulation.run().calls();
        assertThat(calls.stream().filter(call -> call.number() > 0).map(CallRecord::number))
                .startsWith(1, 2, 3)
                .doesNotHaveDuplicates();
        assertThat(calls.stream()
                        .filter(call -> call.plug().equals("TrafficRouter"))
                        .map(CallRecord::numberOfPlug))
                .startsWith(1, 2, 3);
        assertThat(calls.get(0)).hasToString("1 Ownership.acquire");
    }

    @Test
    void aFaultIsWrittenAsTheJavaThatMakesIt() {
        assertThat(Faults.on(TrafficRouter.class).named("write").call(3).lostAnswer())
                .hasToString("Faults.on(TrafficRouter.class).named(\"write\").call(3).lostAnswer()");
        assertThat(Faults.onAnyPlug().random(percent(5)).atMost(20).lateEffect(MINUTE))
                .hasToString("Faults.onAnyPlug().random(percent(5.0)).atMost(20).lateEffect(Duration.ofSeconds(60))");
        assertThat(Faults.on(Workload.class).every(2).error(PlugException.Kind.THROTTLED))
                .hasToString("Faults.on(Workload.class).every(2).error(PlugException.Kind.THROTTLED)");
    }

    @Test
    void aPlugOrAMethodThatThereIsNotIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Faults.on(String.class))
                .isInstanceOf(InvalidResource.class)
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("TrafficRouter, Workload");
        assertThatThrownBy(() -> Faults.on(TrafficRouter.class).named("wirte"))
                .isInstanceOf(InvalidResource.class)
                .hasMessageContaining("wirte")
                .hasMessageContaining("write");
        assertThatThrownBy(() -> Faults.onAnyPlug().call(0))
                .isInstanceOf(InvalidResource.class)
                .hasMessageContaining("call");
    }

    @Test
    void anErrorKeepsTheEffectFromHappening() {
        Run run = with(Faults.on(TrafficRouter.class).named("write").atMost(3).error(PlugException.Kind.DENIED));
        assertThat(writes(run)).hasSize(writes(simulation.run()).size() + 3);
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
        assertThat(run.events()).anyMatch(event -> event.code().equals("plug-denied"));
    }

    private static List<CallRecord> writes(Run run) {
        return run.calls().stream()
                .filter(call -> call.toString().endsWith("TrafficRouter.write"))
                .toList();
    }

    @Test
    void afterALostAnswerTheEffectIsThere() {
        Run run = with(Faults.on(CanaryStore.class).named("save").call(1).lostAnswer());
        assertThat(names(run))
                .containsSubsequence("CanaryStore.load", "CanaryStore.save", "CanaryStore.load", "Workload.pin");
        assertThat(run.timeline().toString()).contains("fault at").contains("lostAnswer()");
    }

    @Test
    void aTimeoutLastsUntilTheDeadline() {
        Run slow = with(Faults.on(Workload.class).named("promote").call(1).timeout());
        assertThat(promoted(slow)).isEqualTo(promoted(simulation.run()).plus(deadlineAndRetry()));
    }

    private static Duration deadlineAndRetry() {
        return Duration.ofSeconds(10);
    }

    private static Duration promoted(Run run) {
        List<CallRecord> orders = run.calls().stream()
                .filter(call -> call.method().equals("promote"))
                .toList();
        return Duration.between(
                run.calls().get(0).at(), orders.get(orders.size() - 1).at());
    }

    @Test
    void aSlowAnswerWithinTheDeadlineIsAnAnswer() {
        Run slow = with(Faults.on(TrafficRouter.class).named("write").every(1).slow(Duration.ofSeconds(3)));
        assertThat(outcome(slow)).isEqualTo(RunResult.Outcome.PROMOTED);
        assertThat(slow.took()).isGreaterThan(simulation.run().took());
    }

    @Test
    void aWriteThatIsUnderWayHoldsUpOthersUntilTheRouteCanBeReadBack() {
        List<Integer> weights = new ArrayList<>();
        Run run = simulation
                .fault(Faults.on(TrafficRouter.class).named("write").call(1).lateEffect(Duration.ofMinutes(5)))
                .at(Duration.ofSeconds(65), world -> world.cutOff(TrafficRouter.class))
                .at(Duration.ofMinutes(3), world -> weights.add(weight(world)))
                .at(Duration.ofMinutes(3), world -> world.reconnect(TrafficRouter.class))
                .at(Duration.ofMinutes(4), world -> weights.add(weight(world)))
                .run();
        assertThat(weights).containsExactly(0, 20);
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
    }

    @Test
    void aPlugThatHangsNeverComesBack() {
        Run run = with(Faults.on(TrafficRouter.class).named("write").call(1).hang());
        assertThat(run.timeline().toString()).contains("hang()");
        assertThat(writes(run)).hasSize(writes(simulation.run()).size() + 1);
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
    }

    @Test
    void aSplitIsJudgedAnIntervalAfterAWriteThatLandedLate() {
        Run run = with(Faults.on(TrafficRouter.class).named("write").call(1).lateEffect(Duration.ofSeconds(45)));
        CallRecord written = writes(run).get(0);
        CallRecord asked = run.calls().stream()
                .filter(call -> call.plug().equals("MetricProvider"))
                .findFirst()
                .orElseThrow();
        assertThat(Duration.between(written.at(), asked.at())).isGreaterThanOrEqualTo(Duration.ofSeconds(45 + 60));
    }

    private static int weight(World world) {
        return world.mesh().written(world.canary().key()).orElseThrow().canaryPercent();
    }

    @Test
    void aStaleReadIsAnsweredAsBeforeTheLastChange() {
        Run run = with(
                Faults.on(TrafficRouter.class).named("read").every(2).atMost(9).stale());
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
        assertThat(run.replay()).contains(".stale()");
    }

    @Test
    void aCrashIsFollowedByAnEngineThatStartsFromTheStore() {
        Run run = with(Faults.on(MetricProvider.class).call(2).crash());
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
        assertThat(names(run).stream().filter("Ownership.acquire"::equals).count())
                .isGreaterThan(1);
        assertThat(names(run)).containsSubsequence("MetricProvider.query", "Ownership.acquire", "CanaryStore.load");
    }

    @Test
    void aPausedEngineDoesNothingAndThenGoesOn() {
        Run run = with(Faults.on(HookCaller.class).call(5).pause(Duration.ofMinutes(30)));
        assertThat(run.took()).isGreaterThan(Duration.ofMinutes(30));
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
    }

    @Test
    void aClockThatJumpsByAnHourMakesNoIntervalShorterOrLonger() {
        for (Duration by : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            Run run = with(Faults.on(CanaryStore.class).named("save").call(6).clockJump(by));
            assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
            assertThat(run.took()).isEqualTo(simulation.run().took());
        }
    }

    @Test
    void aClockThatJumpsRightAfterAStepDoesNotLetAWakeUpCheck() {
        for (Duration by : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            Run run = simulation
                    .fault(Faults.on(TrafficRouter.class).named("write").call(2).clockJump(by))
                    .at(Duration.ofSeconds(121), world -> world.rollout().wake())
                    .run();
            assertThat(run.took()).isEqualTo(simulation.run().took());
        }
    }

    @Test
    void aPlugThatIsCutOffIsReachedAgainWhenTheWorldSaysSo() {
        Run run = simulation
                .at(Duration.ofSeconds(90), world -> world.cutOff(TrafficRouter.class))
                .at(Duration.ofMinutes(20), world -> world.reconnect(TrafficRouter.class))
                .run();
        assertThat(run.took()).isGreaterThan(Duration.ofMinutes(20));
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
    }

    @Test
    void theWorldKillsRestartsAndPausesTheEngine() {
        Run run = simulation
                .at(Duration.ofSeconds(90), World::killEngine)
                .at(Duration.ofMinutes(10), World::restartEngine)
                .at(Duration.ofMinutes(11), world -> world.pauseEngine(Duration.ofMinutes(9)))
                .run();
        assertThat(run.took()).isGreaterThan(Duration.ofMinutes(19));
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
    }

    @Test
    void aDecisionThatOnceComesTooLateIsMadeAgain() {
        Run run = with(Faults.on(Strategy.class).call(20).timeout());
        assertThat(run.ended()).isTrue();
    }

    @Test
    void theReplayOfARandomFaultStrikesTheSameCalls() {
        Run random = simulation
                .seed(5)
                .fault(Faults.onAnyPlug().random(percent(10)).atMost(8).lostAnswer())
                .run();
        assertThat(random.replay())
                .startsWith("played again by: simulation.withoutFaults().seed(5)")
                .contains(".fault(Faults.on(")
                .endsWith(".run()");
        Simulation again = simulation.seed(5);
        for (CallRecord struck : struck(random)) {
            again = again.fault(Faults.onAnyPlug().call(struck.number()).lostAnswer());
        }
        assertThat(again.run().timeline()).isEqualTo(random.timeline());
    }

    private static List<CallRecord> struck(Run run) {
        return run.calls().stream()
                .filter(call ->
                        run.replay().contains("on(" + call.plug() + ".class).call(" + call.numberOfPlug() + ")."))
                .filter(call -> call.number() > 0)
                .toList();
    }

    @Test
    void aRunThatWasSpoiledSaysHowToPlayItAgain() {
        Run run = with(Faults.on(TrafficRouter.class).named("write").call(1).conflict());
        assertThat(run.toString())
                .contains("run with seed 1")
                .contains("Progressing")
                .contains("simulation.withoutFaults().seed(1)\n    .fault(Faults.on(TrafficRouter.class).call(")
                .contains(").conflict()).run()");
    }

    private Run with(Fault fault) {
        return simulation.fault(fault).run();
    }

    private static RunResult.Outcome outcome(Run run) {
        return run.result()
                .orElseThrow(() -> new AssertionError(run.toString()))
                .outcome();
    }

    private static List<String> names(Run run) {
        return run.calls().stream()
                .map(call -> call.plug() + "." + call.method())
                .toList();
    }
}
