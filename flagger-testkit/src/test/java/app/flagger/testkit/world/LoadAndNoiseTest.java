package app.flagger.testkit.world;

import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.above;
import static app.flagger.testkit.world.Behaviour.capacity;
import static app.flagger.testkit.world.Behaviour.errors;
import static app.flagger.testkit.world.Behaviour.from;
import static app.flagger.testkit.world.Behaviour.latency;
import static app.flagger.testkit.world.Behaviour.noise;
import static app.flagger.testkit.world.Behaviour.onReplicas;
import static app.flagger.testkit.world.Behaviour.p50;
import static app.flagger.testkit.world.Behaviour.p99;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.StringMatch;
import app.flagger.testkit.Canaries;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Behaviours that depend on how much a replica gets, and on which replica it is. */
class LoadAndNoiseTest {
    private static final Revision V1 = new Revision("v1");
    private static final Revision V2 = new Revision("v2");
    private static final Request INSIDER = Request.plain().header("x-user", "insider");

    private final VirtualClock clock = new VirtualClock();
    private final SimulatedWorkload workload = new SimulatedWorkload(clock, V1);
    private final Canary canary = Canaries.of(it -> it.stepWeight(10)
            .match(List.of(HttpMatch.builder()
                    .putHeaders("x-user", new StringMatch(StringMatch.Kind.EXACT, "insider"))
                    .build())));
    private final SimulatedCall call = SimulatedCall.of(canary.key(), clock);

    /** v1 without a fault as primary, v2 with these behaviours as canary. */
    private SimulatedMesh mesh(long seed, Behaviour... behaviours) throws Exception {
        workload.behaves(revision -> revision.equals(V2) ? List.of(behaviours) : List.of());
        SimulatedMesh mesh = new SimulatedMesh(Mesh.istio(), clock, seed);
        mesh.connect(canary, workload);
        workload.pin(V1, List.of(), call);
        workload.prepare(V1, call);
        workload.push(V2);
        mesh.router().prepare(canary, call);
        return mesh;
    }

    /** The canary's errors in the last half minute, once the load of ten seconds is known. */
    private double errorsAt(SimulatedMesh mesh, Split split) {
        return tallyAt(mesh, split).failed() / (double) tally(mesh, Role.CANARY).total();
    }

    private Tally tallyAt(SimulatedMesh mesh, Split split) {
        mesh.foreignWrite(canary.key(), split, "test");
        clock.advance(seconds(45));
        return tally(mesh, Role.CANARY);
    }

    private Tally tally(SimulatedMesh mesh, Role role) {
        return mesh.tally(canary.key(), role, seconds(30));
    }

    @Test
    void aVersionCopesWithLittleAndBreaksUnderMore() throws Exception {
        SimulatedMesh mesh = mesh(7, above(20, errors(percent(40))));
        mesh.requests(canary.key(), Request.plain(), 100, 1);

        assertThat(errorsAt(mesh, Split.canary(10))).isZero();
        assertThat(errorsAt(mesh, Split.canary(50))).isCloseTo(0.4, offset(0.05));
        assertThat(errorsAt(mesh, Split.canary(10))).isZero();
    }

    @Test
    void loadIsThatOfEachAvailableReplica() throws Exception {
        workload.replicas(4);
        SimulatedMesh mesh = mesh(7, above(20, errors(percent(100))));
        mesh.requests(canary.key(), Request.plain(), 100, 1);

        assertThat(errorsAt(mesh, Split.canary(50))).isZero();
        workload.mode(Role.CANARY, Mode.DEGRADED);
        assertThat(errorsAt(mesh, Split.canary(50))).isEqualTo(1);
    }

    @Test
    void mirroredMatchedAndTestRequestsAreLoadToo() throws Exception {
        SimulatedMesh mesh = mesh(7, above(20, errors(percent(100))));
        mesh.requests(canary.key(), Request.plain(), 50, 1);
        mesh.requests(canary.key(), INSIDER, 50, 10);

        assertThat(errorsAt(mesh, Split.mirror(30))).isZero();
        assertThat(errorsAt(mesh, Split.mirror(60))).isEqualTo(1);
        assertThat(errorsAt(mesh, Split.matched())).isEqualTo(1);
        assertThat(errorsAt(mesh, Split.mirror(30))).isZero();
        mesh.testRequests(canary.key(), 20);
        assertThat(errorsAt(mesh, Split.mirror(30))).isEqualTo(1);
    }

    @Test
    void singleRequestsAreLoad() throws Exception {
        SimulatedMesh mesh = mesh(7, above(1, errors(percent(100))));
        mesh.foreignWrite(canary.key(), Split.canary(100), "test");
        for (int i = 0; i < 19; i++) {
            mesh.serve(canary.key(), Request.plain());
        }

        clock.advance(seconds(5));
        assertThat(mesh.serve(canary.key(), Request.plain()).failed()).isFalse();
        clock.advance(seconds(1));
        assertThat(mesh.serve(canary.key(), Request.plain()).failed()).isTrue();
        clock.advance(seconds(20));
        assertThat(mesh.serve(canary.key(), Request.plain()).failed()).isFalse();
    }

    @Test
    void ofSeveralLevelsTheHighestThatIsReachedWins() throws Exception {
        SimulatedMesh mesh = mesh(
                7,
                above(40, errors(percent(100))),
                above(10, errors(percent(50)), latency(p50(100), p99(100))),
                errors(percent(0)));
        mesh.requests(canary.key(), Request.plain(), 100, 1);

        assertThat(errorsAt(mesh, Split.canary(5))).isZero();
        assertThat(errorsAt(mesh, Split.canary(50))).isCloseTo(0.5, offset(0.05));
        assertThat(errorsAt(mesh, Split.canary(100))).isEqualTo(1);
        assertThat(tally(mesh, Role.CANARY).p99().orElseThrow()).isCloseTo(100, withPercentage(6));
    }

    @Test
    void whatDependsOnLoadMayChangeLater() throws Exception {
        SimulatedMesh mesh = mesh(7, from(minutes(1), above(20, errors(percent(100)))));
        mesh.requests(canary.key(), Request.plain(), 100, 1);

        assertThat(errorsAt(mesh, Split.canary(100))).isZero();
        clock.advance(minutes(1));
        assertThat(errorsAt(mesh, Split.canary(100))).isEqualTo(1);
    }

    @Test
    void belowItsCapacityAReplicaGetsSlowerAndBeyondItTurnsRequestsAway() throws Exception {
        SimulatedMesh mesh = mesh(7, capacity(50), latency(p50(10), p99(10)));
        mesh.requests(canary.key(), Request.plain(), 200, 1);

        Tally half = tallyAt(mesh, Split.canary(25));
        assertThat(half.failed()).isZero();
        assertThat(half.p99().orElseThrow()).as("10 ms / (1 - 1/2)").isCloseTo(20, withPercentage(15));
        assertThat(errorsAt(mesh, Split.canary(100))).as("1 - 1/2").isCloseTo(0.5, offset(0.03));
        assertThat(tally(mesh, Role.CANARY).p99().orElseThrow())
                .as("a queue of 100 places, nearly full")
                .isCloseTo(1_000, withPercentage(6));
    }

    @Test
    void theQueueIsTheOneThatIsDescribed() {
        assertThat(Queue.of(0)).isEqualTo(new Queue(0, 1));
        assertThat(Queue.of(0.5).stretch()).isCloseTo(2, offset(1e-9));
        assertThat(Queue.of(0.9).stretch()).isCloseTo(10, offset(0.05));
        assertThat(Queue.of(0.9).refused()).isLessThan(1e-5);
        assertThat(Queue.of(1).refused()).isCloseTo(1 / 101.0, offset(1e-12));
        assertThat(Queue.of(1).stretch()).isCloseTo(50.5, offset(1e-9));
        assertThat(Queue.of(4).refused()).isCloseTo(0.75, offset(1e-9));
        assertThat(Queue.of(4).stretch()).isBetween(99.0, 100.0);
        assertThat(Queue.of(1e300).refused()).isEqualTo(1);
    }

    @Test
    void oneBadReplicaOfTenFailsATenthOfTheRequests() throws Exception {
        workload.replicas(10);
        SimulatedMesh mesh = mesh(7, onReplicas(1, errors(percent(100))), errors(percent(0)));
        mesh.requests(canary.key(), Request.plain(), 200, 1);

        assertThat(errorsAt(mesh, Split.canary(50))).isCloseTo(0.1, offset(0.02));
        workload.mode(Role.CANARY, Mode.DEGRADED);
        assertThat(errorsAt(mesh, Split.canary(50))).as("one of five").isCloseTo(0.2, offset(0.03));
    }

    @Test
    void theFirstReplicaHasWhatIsSaidOfOneAndOfThree() throws Exception {
        workload.replicas(4);
        SimulatedMesh mesh = mesh(
                7,
                onReplicas(1, errors(percent(100))),
                onReplicas(3, latency(p50(400), p99(400))),
                from(minutes(2), onReplicas(1, errors(percent(0)))));
        mesh.requests(canary.key(), Request.plain(), 200, 1);

        assertThat(errorsAt(mesh, Split.canary(50))).isCloseTo(0.25, offset(0.03));
        assertThat(tally(mesh, Role.CANARY).p99().orElseThrow()).isCloseTo(400, withPercentage(6));
        clock.advance(minutes(2));
        assertThat(errorsAt(mesh, Split.canary(50))).isZero();
    }

    @Test
    void noiseMakesReplicasDifferentAndLeavesTheMeanAsItIs() throws Exception {
        Set<Double> errors = new TreeSet<>();
        Set<Double> slowest = new TreeSet<>();
        for (long seed = 1; seed <= 40; seed++) {
            SimulatedMesh mesh = mesh(seed, errors(percent(20)), latency(p50(100), p99(100)), noise(percent(50)));
            mesh.requests(canary.key(), Request.plain(), 200, 1);
            errors.add(errorsAt(mesh, Split.canary(100)));
            slowest.add(tally(mesh, Role.CANARY).p99().orElseThrow());
        }

        assertThat(errors.stream().mapToDouble(it -> it).average().orElseThrow())
                .isCloseTo(0.2, offset(0.02));
        assertThat(errors)
                .allMatch(it -> it > 0.09 && it < 0.31)
                .anyMatch(it -> it < 0.15)
                .anyMatch(it -> it > 0.25);
        assertThat(slowest).allMatch(it -> it < 160).anyMatch(it -> it < 100).anyMatch(it -> it > 130);
    }

    @Test
    void theSameSeedMakesTheSameReplicas() throws Exception {
        assertThat(noisy(3)).isEqualTo(noisy(3)).isNotEqualTo(noisy(4));
    }

    private static Tally noisy(long seed) throws Exception {
        LoadAndNoiseTest world = new LoadAndNoiseTest();
        SimulatedMesh mesh = world.mesh(
                seed,
                noise(percent(80)),
                capacity(80),
                above(40, errors(percent(7))),
                onReplicas(1, errors(percent(5))));
        mesh.requests(world.canary.key(), Request.plain(), 200, 1);
        return world.tallyAt(mesh, Split.canary(50));
    }

    @Test
    void fewerRequestsMayComeAndMoreAgain() throws Exception {
        SimulatedMesh mesh = mesh(7);
        mesh.requests(canary.key(), Request.plain(), 100, 10);
        mesh.foreignWrite(canary.key(), Split.allToPrimary(), "test");
        clock.advance(seconds(40));
        assertThat(tally(mesh, Role.PRIMARY).total()).isEqualTo(3_000);

        mesh.requestsPerSecond(canary.key(), Request.plain(), 2);
        clock.advance(seconds(30));
        assertThat(tally(mesh, Role.PRIMARY).total()).isEqualTo(60);

        mesh.requestsPerSecond(canary.key(), Request.plain(), 0);
        clock.advance(seconds(30));
        assertThat(tally(mesh, Role.PRIMARY).total()).isZero();

        mesh.requestsPerSecond(canary.key(), Request.plain(), 50);
        clock.advance(seconds(30));
        assertThat(tally(mesh, Role.PRIMARY).total()).isEqualTo(1_500);
    }

    @Test
    void aRateIsOfRequestsThatSomebodySends() throws Exception {
        SimulatedMesh mesh = mesh(7);
        mesh.requests(canary.key(), Request.plain(), 0, 10);

        assertThatThrownBy(() -> mesh.requestsPerSecond(canary.key(), INSIDER, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("insider");
        assertThatThrownBy(() -> mesh.requestsPerSecond(canary.key(), Request.plain(), -5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be negative");
    }
}
