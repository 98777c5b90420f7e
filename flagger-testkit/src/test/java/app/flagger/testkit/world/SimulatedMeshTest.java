package app.flagger.testkit.world;

import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.world.Behaviour.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import app.flagger.api.Fence;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouteState.Propagation;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.StringMatch;
import app.flagger.testkit.Canaries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class SimulatedMeshTest {
    private static final Revision V1 = new Revision("v1");
    private static final Revision V2 = new Revision("v2");
    private static final HttpMatch INSIDER = HttpMatch.builder()
            .putHeaders("X-User", new StringMatch(StringMatch.Kind.EXACT, "insider"))
            .build();

    private final VirtualClock clock = new VirtualClock();
    private final SimulatedWorkload workload = new SimulatedWorkload(clock, V1);
    private final Canary canary = Canaries.of(it -> it.stepWeight(10).match(List.of(INSIDER)));
    private final SimulatedCall call = SimulatedCall.of(canary.key(), clock);

    /** A mesh with v1 as primary and v2 as canary. */
    private SimulatedMesh mesh(Mesh kind) throws Exception {
        SimulatedMesh mesh = new SimulatedMesh(kind, clock, 7);
        mesh.connect(canary, workload);
        workload.pin(V1, List.of(), call);
        workload.prepare(V1, call);
        workload.push(V2);
        mesh.router().prepare(canary, call);
        clock.advance(kind.lag());
        return mesh;
    }

    private void write(SimulatedMesh mesh, Split split) throws Exception {
        TrafficRouter router = mesh.router();
        router.write(canary, split, router.read(canary, call), call);
    }

    @Test
    void requestsAreSharedOutByWeight() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.istio());
        mesh.requests(canary.key(), Request.plain(), 100, 10);
        write(mesh, Split.canary(20));

        clock.advance(Duration.ofSeconds(100));

        SortedMap<String, Long> served = mesh.servedByRevision(canary.key());
        assertThat(served.get("v1") + served.get("v2")).isEqualTo(10_000);
        assertThat((double) served.get("v2")).isCloseTo(2_000, offset(150.0));
    }

    @Test
    void aWeekInWhichNobodyAskedFitsIntoMemory() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.istio());
        mesh.requests(canary.key(), Request.plain(), 1, 10);
        write(mesh, Split.canary(100));

        clock.advance(Duration.ofDays(7));

        assertThat(mesh.served(canary.key(), Role.CANARY)).isEqualTo(604_800);
        assertThat(mesh.tally(canary.key(), Role.CANARY, Duration.ofMinutes(1)).total())
                .isEqualTo(60);
    }

    @Test
    void theSameSeedSendsTheSameRequestsToTheSameVersion() throws Exception {
        assertThat(shared(3)).isEqualTo(shared(3)).isNotEqualTo(shared(4));
    }

    private static long shared(long seed) throws Exception {
        VirtualClock time = new VirtualClock();
        Canary canary = Canaries.steps();
        SimulatedMesh mesh = new SimulatedMesh(Mesh.istio(), time, seed);
        mesh.connect(canary, new SimulatedWorkload(time, V1));
        mesh.foreignWrite(canary.key(), Split.canary(50), "test");
        mesh.requests(canary.key(), Request.plain(), 1_000, 1);
        time.advance(Duration.ofSeconds(10));
        return mesh.served(canary.key(), Role.CANARY);
    }

    @Test
    void onlyMatchedRequestsReachTheCanaryInAnAbTest() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.istio());
        write(mesh, Split.matched());

        assertThat(mesh.serve(canary.key(), Request.plain().header("x-user", "insider")))
                .isEqualTo(new Served(Role.CANARY, Optional.of(V2), false, false, Optional.empty()));
        assertThat(mesh.serve(canary.key(), Request.plain().header("x-user", "guest"))
                        .by())
                .isEqualTo(Role.PRIMARY);
        assertThat(mesh.serve(canary.key(), Request.plain()).by()).isEqualTo(Role.PRIMARY);
    }

    @Test
    void aClientThatWasSentToTheCanaryStaysThere() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.istio());
        write(mesh, Split.canary(50).sticky(Optional.of("fc=abc")));
        Optional<String> cookie = Optional.empty();
        while (cookie.isEmpty()) {
            cookie = mesh.serve(canary.key(), Request.plain()).cookie();
        }

        Request again = Request.plain().header("Cookie", "lang=en; " + cookie.get());
        for (int i = 0; i < 50; i++) {
            assertThat(mesh.serve(canary.key(), again).by()).isEqualTo(Role.CANARY);
        }
    }

    @Test
    void clientsOfAStreamKeepTheirCookies() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.istio());
        mesh.requests(canary.key(), Request.plain(), 100, 5);
        write(mesh, Split.canary(10).sticky(Optional.of("fc=abc")));

        clock.advance(Duration.ofMinutes(1));

        assertThat(mesh.tally(canary.key(), Role.CANARY, Duration.ofSeconds(10)).total())
                .as("sooner or later each of the five clients was sent to the canary")
                .isEqualTo(1_000);
    }

    @Test
    void mirroredRequestsAreSeenByTheCanaryAndServedByThePrimary() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.istio());
        mesh.requests(canary.key(), Request.plain(), 100, 1);
        write(mesh, Split.mirror(50));

        clock.advance(Duration.ofSeconds(100));

        assertThat(mesh.served(canary.key(), Role.PRIMARY)).isEqualTo(10_000);
        assertThat(mesh.served(canary.key(), Role.CANARY)).isZero();
        assertThat((double) mesh.seen(canary.key(), Role.CANARY)).isCloseTo(5_000, offset(250.0));
    }

    @Test
    void errorsAreCountedAtTheVersionThatMakesThem() throws Exception {
        workload.behaves(revision -> revision.equals(V2) ? List.of(errors(percent(10))) : List.of());
        SimulatedMesh mesh = mesh(Mesh.istio());
        mesh.requests(canary.key(), Request.plain(), 100, 1);
        write(mesh, Split.canary(50));

        clock.advance(Duration.ofSeconds(100));

        Tally tally = mesh.tally(canary.key(), Role.CANARY, Duration.ofSeconds(50));
        assertThat(tally.total()).isBetween(2_350L, 2_650L);
        assertThat((double) tally.failed() / tally.total()).isCloseTo(0.1, offset(0.02));
        assertThat(mesh.tally(canary.key(), Role.PRIMARY, Duration.ofSeconds(50))
                        .failed())
                .isZero();
    }

    @Test
    void aVersionWithoutAReplicaAnswersWithErrors() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.istio());
        write(mesh, Split.canary(100));
        workload.crash(Role.CANARY);

        assertThat(mesh.serve(canary.key(), Request.plain()).failed()).isTrue();
    }

    @Test
    void theTargetServesAloneBeforeARouteWasMade() {
        SimulatedMesh mesh = new SimulatedMesh(Mesh.istio(), clock, 7);
        mesh.connect(canary, workload);

        assertThat(mesh.serve(canary.key(), Request.plain()).by()).isEqualTo(Role.CANARY);
        assertThatThrownBy(() -> mesh.router().read(canary, call))
                .isInstanceOfSatisfying(
                        PlugException.class, e -> assertThat(e.kind()).isEqualTo(PlugException.Kind.GONE));
    }

    @Test
    void theDataPlaneFollowsAfterItsLag() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.istio().lag(Duration.ofSeconds(5)));
        write(mesh, Split.canary(100));

        assertThat(mesh.router().read(canary, call).data()).isEqualTo(Propagation.PENDING);
        assertThat(mesh.serve(canary.key(), Request.plain()).by()).isEqualTo(Role.PRIMARY);
        clock.advance(Duration.ofSeconds(5));
        assertThat(mesh.router().read(canary, call).data()).isEqualTo(Propagation.PROGRAMMED);
        assertThat(mesh.serve(canary.key(), Request.plain()).by()).isEqualTo(Role.CANARY);
    }

    @Test
    void aWriteOverSomebodyElsesIsAConflict() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.istio());
        RouteState seen = mesh.router().read(canary, call);
        mesh.foreignWrite(canary.key(), Split.canary(5), "kubectl");

        assertThatThrownBy(() -> mesh.router().write(canary, Split.canary(10), seen, call))
                .isInstanceOfSatisfying(
                        PlugException.class, e -> assertThat(e.kind()).isEqualTo(PlugException.Kind.CONFLICT));
        assertThat(mesh.router().read(canary, call).writtenBy()).contains("kubectl");
        assertThat(mesh.written(canary.key())).contains(Split.canary(5));
    }

    @Test
    void anOlderOwnerIsRefused() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.istio());
        RouteState seen = mesh.router().read(canary, call);

        assertThatThrownBy(() -> mesh.router().write(canary, Split.canary(10), seen, call.fence(new Fence(0, 9))))
                .isInstanceOfSatisfying(
                        PlugException.class, e -> assertThat(e.kind()).isEqualTo(PlugException.Kind.CONFLICT));
    }

    @Test
    void whatTheMeshCannotDoIsRefused() throws Exception {
        assertUnsupported(Mesh.linkerd(), Split.mirror(100));
        assertUnsupported(Mesh.linkerd(), Split.matched());
        assertUnsupported(Mesh.nginx(), Split.canary(10).sticky(Optional.of("a=b")));
        assertUnsupported(Mesh.gatewayApi(), Split.mirror(50));
        assertUnsupported(Mesh.kubernetes(), Split.canary(1));
        assertUnsupported(
                Mesh.of(RouterTraits.of(Mesh.linkerd().traits().abilities(), 5, Duration.ZERO)), Split.canary(12));
    }

    private void assertUnsupported(Mesh kind, Split split) throws Exception {
        SimulatedMesh mesh = mesh(kind);
        assertThatThrownBy(() -> write(mesh, split))
                .isInstanceOfSatisfying(
                        PlugException.class, e -> assertThat(e.kind()).isEqualTo(PlugException.Kind.UNSUPPORTED));
    }

    @Test
    void requestsOfALoadTestReachTheCanaryPastTheRoute() throws Exception {
        SimulatedMesh mesh = mesh(Mesh.kubernetes());
        mesh.testRequests(canary.key(), 10);

        clock.advance(Duration.ofSeconds(10));

        assertThat(mesh.seen(canary.key(), Role.CANARY)).isEqualTo(100);
        assertThat(mesh.served(canary.key(), Role.CANARY)).isZero();
    }
}
