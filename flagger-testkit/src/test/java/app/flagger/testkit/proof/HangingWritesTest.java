package app.flagger.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.engine.RunResult;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import app.flagger.testkit.world.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that never come back, or so late that others have gone before them. That one of them changes no outcome is proved elsewhere. */
class HangingWritesTest {
    private static final Revision V1 = new Revision("v1");

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    private static RunResult.Outcome outcome(Run run) {
        return run.result()
                .orElseThrow(() -> new AssertionError(run.toString()))
                .outcome();
    }

    /** A workload that does not compare fences. */
    private static Simulation unfenced(Course course, WorkloadAbility... cannot) {
        EnumSet<WorkloadAbility> abilities = EnumSet.allOf(WorkloadAbility.class);
        abilities.remove(WorkloadAbility.COMPARE_FENCES);
        abilities.removeAll(List.of(cannot));
        return course.of(Policy.CANARY).workload(abilities.toArray(WorkloadAbility[]::new));
    }

    @Test
    void theFirstWritesOfTheRouteHangForEverAndTheRunIsPromoted() {
        Run run = Course.ROLLOUT
                .of(Policy.CANARY)
                .fault(Faults.on(TrafficRouter.class).named("write").atMost(5).hang())
                .run();
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
    }

    @Test
    void theWriteThatTakesTrafficAwayHangsForEverAndTheRunIsRolledBack() {
        List<Integer> weights = new ArrayList<>();
        Simulation simulation = Course.ROLLBACK.of(Policy.CANARY).at(Duration.ZERO, world -> {});
        Run whole = simulation.run();
        long writes = whole.calls().stream()
                .filter(call ->
                        call.plug().equals("TrafficRouter") && call.method().equals("write"))
                .count();
        Run run = simulation
                .fault(Faults.on(TrafficRouter.class)
                        .named("write")
                        .call((int) writes)
                        .hang())
                .at(whole.took().minusSeconds(1), world -> weights.add(weight(world)))
                .at(whole.took().plusSeconds(12), world -> weights.add(weight(world)))
                .run();
        assertThat(weights).containsExactly(40, 0);
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.ROLLED_BACK);
        assertThat(run.took()).isBetween(whole.took(), whole.took().plusSeconds(15));
    }

    private static int weight(World world) {
        return world.mesh().written(world.canary().key()).orElseThrow().canaryPercent();
    }

    @Test
    void aSaveThatHangsForEverDelaysTheRunByItsDeadline() {
        Run run = Course.ROLLOUT
                .of(Policy.CANARY)
                .fault(Faults.on(CanaryStore.class)
                        .named("save")
                        .every(3)
                        .atMost(6)
                        .hang())
                .run();
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
    }

    /** The first promotion lands half an hour late; meanwhile it was repeated, and aborted. */
    private static Simulation abortedDuringPromotion(WorkloadAbility... cannot) {
        return unfenced(Course.ROLLOUT, cannot)
                .fault(Faults.on(Workload.class).named("promote").call(1).lateEffect(Duration.ofMinutes(30)))
                .at(Duration.ofSeconds(185), world -> world.send(Command.Kind.ABORT));
    }

    @Test
    void aPromotionThatLandsAfterAnAbortIsTakenBackWhereTheUpdateKeepsAReplica() {
        List<Optional<Revision>> primaries = new ArrayList<>();
        Run run = abortedDuringPromotion()
                .at(Duration.ofMinutes(32), world -> primaries.add(primary(world)))
                .at(Duration.ofMinutes(33).plusMillis(1), world -> primaries.add(primary(world)))
                .at(Duration.ofMinutes(40), world -> primaries.add(primary(world)))
                .run();
        assertThat(primaries).containsExactly(Optional.of(V1), Optional.of(V1), Optional.of(V1));
        assertThat(run.calls().stream().filter(call -> call.method().equals("promote")))
                .as("late, repeated, restored, taken back")
                .hasSize(4);
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.ABORTED);
    }

    @Test
    void theCanaryServesUntilAPromotionHasComeBackWhereTheUpdateMayLeaveNoReplica() {
        List<String> states = new ArrayList<>();
        Run run = abortedDuringPromotion(WorkloadAbility.UPDATE_KEEPS_A_REPLICA)
                .at(Duration.ofMinutes(32), world -> states.add(state(world)))
                .at(Duration.ofMinutes(40), world -> states.add(state(world)))
                .run();
        assertThat(states)
                .containsExactly(
                        "Optional[v2] 100 Promoting, canary Optional[v2]",
                        "Optional[v1] 0 Failed, canary Optional.empty");
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.ABORTED);
    }

    private static String state(World world) {
        return primary(world) + " " + weight(world) + " "
                + world.rollout().snapshot().phase().wireName() + ", canary "
                + world.workload().running(Role.CANARY);
    }

    private static Optional<Revision> primary(World world) {
        return world.workload().running(Role.PRIMARY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNewRunWaitsForAScaleDownThatHangsUnlessItWouldBeRefused(boolean fenced) {
        List<Integer> weights = new ArrayList<>();
        Simulation simulation = fenced ? Course.ROLLOUT.of(Policy.CANARY) : unfenced(Course.ROLLOUT);
        Run run = simulation
                .fault(Faults.on(Workload.class).named("scaleCanary").call(1).hang())
                .at(Duration.ofMinutes(3), world -> weights.add(weight(world)))
                .at(Duration.ofMinutes(30), World::restartEngine)
                .run();
        assertThat(weights).containsExactly(fenced ? 40 : 0);
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.PROMOTED);
    }
}
