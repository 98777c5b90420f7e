package app.flagger.testkit.proof;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Units.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.InvalidResource;
import app.flagger.api.PlugException;
import app.flagger.api.Secrets;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.Clock;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.Notifier;
import app.flagger.api.plug.Resources;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workloads;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Range;
import app.flagger.api.spec.ResourceRef;
import app.flagger.api.strategy.Judge;
import app.flagger.testkit.CallRecord;
import app.flagger.testkit.Fault;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which calls a fault can be meant for, and that one which struck nothing does not pass for one that did. */
class FaultCallsTest {
    private final Simulation simulation = Course.ROLLOUT.of(Policy.CANARY);
    private final Simulation byReference = Simulation.of(canary())
            .engine(References::register)
            .requestsPerSecond(0)
            .at(Duration.ZERO, world -> world.metric(Policy.METRIC, 100));

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    /** A canary whose metric and alert are found by reference, the metric's provider with a secret. */
    private static Canary canary() {
        Canary canary = Policy.CANARY.canary();
        Metric metric = Metric.builder()
                .name(Policy.METRIC)
                .templateRef(ResourceRef.of(References.TEMPLATE))
                .interval(Duration.ofMinutes(1))
                .thresholdRange(Range.atLeast(99))
                .build();
        AlertRef alert = AlertRef.builder()
                .name("chat")
                .providerRef(ResourceRef.of(References.RECEIVER))
                .build();
        return canary.toBuilder()
                .spec(canary.spec().toBuilder()
                        .analysis(canary.spec().analysis().toBuilder()
                                .metrics(List.of(metric))
                                .alerts(List.of(alert))
                                .webhooks(List.of())
                                .build())
                        .build())
                .build();
    }

    @Test
    void lookUpsAreCallsOfTheirOwnAndDoNotShiftTheNumbersOfOthers() {
        Run run = byReference.run();
        assertThat(calls(run, "Resources", "metricTemplate")).isNotEmpty();
        assertThat(calls(run, "Resources", "alertProvider")).isNotEmpty();
        assertThat(calls(run, "Secrets", "find")).hasSize(1);
        assertThat(calls(run, "MetricProvider.Factory", "open")).hasSize(1);
        assertThat(run.calls().stream()
                        .filter(call -> call.plug().equals("Resources"))
                        .map(CallRecord::number))
                .containsOnly(0);
        assertThat(run).promoted();
    }

    private static List<CallRecord> calls(Run run, String plug, String method) {
        return run.calls().stream()
                .filter(call -> call.plug().equals(plug) && call.method().equals(method))
                .toList();
    }

    @Test
    void aTemplateThatIsNotFoundFailsTheCheck() {
        Run run = byReference
                .fault(Faults.on(Resources.class)
                        .named("metricTemplate")
                        .call(3)
                        .error(PlugException.Kind.TRANSIENT))
                .run();
        assertThat(run).promoted().failedChecks(1);
        assertThat(run.timeline().toString()).contains("fault at 0 Resources.metricTemplate");
    }

    @Test
    void anAlertWhoseReceiverIsNotFoundIsTriedAgain() {
        Run run = byReference
                .fault(Faults.on(Resources.class)
                        .named("alertProvider")
                        .atMost(2)
                        .lostAnswer())
                .run();
        assertThat(run).promoted();
        assertThat(run.alerts()).hasSameSizeAs(byReference.run().alerts());
    }

    @Test
    void aProviderThatCannotBeOpenedFailsTheCheckAndIsOpenedAgain() {
        for (Fault fault : List.of(
                Faults.on(MetricProvider.Factory.class).named("open").call(1).error(PlugException.Kind.DENIED),
                Faults.on(Secrets.class).call(1).error(PlugException.Kind.DENIED))) {
            Run run = byReference.fault(fault).run();
            assertThat(run).promoted().failedChecks(1);
            assertThat(calls(run, "MetricProvider.Factory", "open")).hasSize(2);
        }
    }

    @Test
    void anEngineDiesInALookUpLikeInAnyCall() {
        Run run = byReference.fault(Faults.on(Resources.class).call(5).crash()).run();
        assertThat(run).promoted();
        assertThat(calls(run, "Ownership", "acquire")).hasSizeGreaterThan(1);
        assertThat(run.timeline().toString()).contains("a new engine starts");
    }

    @Test
    void theReplayOfAFaultInALookUpStrikesItAgain() {
        Run run = byReference
                .fault(Faults.on(Resources.class).random(percent(40)).atMost(2).lostAnswer())
                .run();
        assertThat(run.replay()).contains(".fault(Faults.on(Resources.class).call(");
    }

    @Test
    void whatALookUpCannotDoIsRefused() {
        Faults at = Faults.on(Resources.class);
        Duration time = Duration.ofSeconds(4);
        for (Supplier<Fault> impossible : List.<Supplier<Fault>>of(
                at::timeout,
                () -> at.slow(time),
                () -> at.lateEffect(time),
                () -> at.crashWithLateEffect(time),
                () -> at.pause(time))) {
            assertThatThrownBy(impossible::get)
                    .isInstanceOf(InvalidResource.class)
                    .hasMessageContaining("Resources is looked into at once");
        }
    }

    @Test
    void aJudgeIsStruckWithTheDecisionInWhichItTakesPart() {
        Run run = simulation.fault(Faults.on(Judge.class).call(9).timeout()).run();
        assertThat(run).promoted();
        assertThat(run.replay()).contains("Faults.on(Strategy.class).call(9).timeout()");
    }

    @Test
    void aPlugThatIsNotCalledByTheEngineInARunIsRefusedWithTheReason() {
        refused(Telemetry.class, "is told, never asked");
        refused(Workloads.class, "registered");
        refused(Clock.class, "clockJump");
        refused(String.class, "MetricProvider.Factory, Notifier, Ownership, Resources, Secrets");
        assertThatThrownBy(() -> simulation
                        .at(Duration.ZERO, world -> world.cutOff(Telemetry.class))
                        .run())
                .isInstanceOf(InvalidResource.class);
    }

    private static void refused(Class<?> plug, String why) {
        assertThatThrownBy(() -> Faults.on(plug))
                .isInstanceOf(InvalidResource.class)
                .hasMessageContaining(plug.getName())
                .hasMessageContaining(why);
    }

    @Test
    void aMethodThatIsNeverCalledUnderADeadlineIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> Faults.on(TrafficRouter.class).named("traits"))
                .isInstanceOf(InvalidResource.class)
                .hasMessageContaining("traits")
                .hasMessageContaining("must be one of giveBack, prepare, read, write");
        assertThatThrownBy(() -> Faults.on(Judge.class).named("judge"))
                .isInstanceOf(InvalidResource.class)
                .hasMessageContaining("must be one of decide");
        assertThatThrownBy(() -> Faults.onAnyPlug().named("find"))
                .isInstanceOf(InvalidResource.class)
                .hasMessageContaining("acquire, ");
        assertThat(Faults.onAnyPlug().named("read").call(1).stale())
                .hasToString("Faults.onAnyPlug().named(\"read\").call(1).stale()");
    }

    @Test
    void aFaultThatNeverStruckFailsTheAssertions() {
        Fault write = Faults.on(TrafficRouter.class).named("write").call(99).lostAnswer();
        Run run = simulation.fault(write).run();
        long writes = calls(run, "TrafficRouter", "write").size();
        assertThatThrownBy(() -> assertThat(run).promoted())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "fault Faults.on(TrafficRouter.class).named(\"write\").call(99).lostAnswer() never"
                                + " struck: there were only " + writes + " calls of TrafficRouter.write")
                .hasMessageContaining("run with seed 1");
        assertThat(run).neverStruck(write).promoted();
        assertThatThrownBy(() -> assertThat(simulation.fault(write).runs(2)).promotedAtLeast(percent(100)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("never struck");
    }

    @Test
    void aPlugThatTheRunNeverCallsFailsTheAssertionsToo() {
        Run run = simulation
                .fault(Faults.on(MetricProvider.Factory.class).timeout())
                .run();
        assertThatThrownBy(() -> assertThat(run).promoted())
                .hasMessageContaining("never struck: there was no call of MetricProvider.Factory");
    }

    @Test
    void aFaultThatIsMeantToStrikeNothingMustNotStrike() {
        Fault save = Faults.on(CanaryStore.class).named("save").call(2).lostAnswer();
        Run run = simulation.fault(save).run();
        assertThat(run).promoted();
        assertThatThrownBy(() -> assertThat(run).neverStruck(save)).hasMessageContaining("but it struck");
        assertThatThrownBy(() -> assertThat(run)
                        .neverStruck(Faults.on(Notifier.class).call(77).timeout()))
                .hasMessageContaining("was not given");
    }

    @Test
    void aFaultInTheShadeOfAnotherOneNeverStruck() {
        Faults save = Faults.on(CanaryStore.class).named("save").call(2);
        Run run = simulation.fault(save.lostAnswer()).fault(save.timeout()).run();
        assertThatThrownBy(() -> assertThat(run).promoted())
                .hasMessageContaining("timeout() never struck: another fault struck where it was meant to");
    }

    @Test
    void aRandomFaultMayStrikeNothing() {
        Run run = simulation
                .fault(Faults.onAnyPlug().random(percent(0)).lostAnswer())
                .run();
        assertThat(run).promoted();
    }

    @Test
    void timesAreWrittenExactly() {
        Faults at = Faults.onAnyPlug().call(1);
        assertThat(at.slow(Duration.ofNanos(333)))
                .hasToString("Faults.onAnyPlug().call(1).slow(Duration.ofSeconds(0, 333))");
        assertThat(at.pause(Duration.ofNanos(1_700_000_500L)))
                .hasToString("Faults.onAnyPlug().call(1).pause(Duration.ofSeconds(1, 700000500))");
        assertThat(at.clockJump(Duration.ofNanos(-1)))
                .hasToString("Faults.onAnyPlug().call(1).clockJump(Duration.ofSeconds(-1, 999999999))");
        assertThat(at.slow(Duration.ofMillis(2500)))
                .hasToString("Faults.onAnyPlug().call(1).slow(Duration.ofMillis(2500))");
        assertThat(at.clockJump(Duration.ofHours(-1)))
                .hasToString("Faults.onAnyPlug().call(1).clockJump(Duration.ofSeconds(-3600))");
    }

    @Test
    void aFaultOnAPlugThatIsNotCalledAtAllSaysSoInSeveralRuns() {
        Simulation never = simulation.fault(Faults.on(Secrets.class).crash());
        assertThatThrownBy(() -> assertThat(never.runs(2)).promotedAtLeast(percent(100)))
                .hasMessageContaining("there was no call of Secrets");
    }

    @Test
    void aFaultThatStruckInOneOfSeveralRunsDidWhatItWasMeantTo() {
        Simulation some = simulation.at(Duration.ofSeconds(30), World::restartEngine);
        assertThat(some.fault(Faults.on(CanaryStore.class).named("save").call(2).lostAnswer())
                        .runs(2))
                .promotedAtLeast(percent(100));
    }
}
