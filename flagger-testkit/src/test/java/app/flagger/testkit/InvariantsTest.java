package app.flagger.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.spec.Canary;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Mode;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.SimulatedCall;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.SimulatedWorkload;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each promise, when it is broken, is noticed. */
class InvariantsTest {
    private static final Revision V1 = new Revision("v1");
    private static final Revision V2 = new Revision("v2");

    private final Canary canary = Canaries.steps();
    private final VirtualClock clock = new VirtualClock();
    private final SimulatedCall call = SimulatedCall.of(canary.key(), clock);
    private final SimulatedWorkload workload = new SimulatedWorkload(clock, V1);
    private final SimulatedMesh mesh = new SimulatedMesh(Mesh.istio(), clock, 1);
    private final Invariants invariants = new Invariants(canary, mesh, workload);
    private final WatchedWorkload watched = new WatchedWorkload(workload, invariants);
    private final WatchedRouter router = new WatchedRouter(mesh.router(), invariants);

    @BeforeEach
    void release() throws Exception {
        mesh.connect(canary, workload);
        workload.pin(V1, List.of(), call);
        workload.prepare(V1, call);
        workload.push(V2);
        workload.pin(V2, List.of(V1), call);
        router.prepare(canary, call);
    }

    private void look() throws Exception {
        invariants.told(workload.observe(call));
        invariants.told(router.read(canary, call));
    }

    /** As an engine does: it looks, then it writes. */
    private void write(Split split) throws Exception {
        look();
        router.write(canary, split, router.read(canary, call), call);
    }

    @Test
    void whatIsRightIsNotNoticed() throws Exception {
        write(Split.canary(10));
        write(Split.allToPrimary());
        watched.scaleCanary(false, V2, call);

        assertThat(invariants.broken()).isEmpty();
    }

    @Test
    void trafficToACanaryWithoutReplicas() throws Exception {
        workload.crash(Role.CANARY);
        write(Split.canary(10));

        assertThat(invariants.broken()).containsExactly("3: raises the canary to 10 %, which has no available replica");
    }

    @Test
    void aRollbackToAPrimaryWithoutReplicas() throws Exception {
        write(Split.canary(10));
        workload.mode(Role.PRIMARY, Mode.STARTING);
        write(Split.allToPrimary());

        assertThat(invariants.broken())
                .containsExactly("3: moves traffic to the primary, which has no available replica");
    }

    @Test
    void aCanaryThatIsScaledDownWithItsTraffic() throws Exception {
        write(Split.canary(10));
        look();
        watched.scaleCanary(false, V2, call);

        assertThat(invariants.broken())
                .containsExactly("4, 6: scales the canary down while 10 % of the traffic goes there");
    }

    @Test
    void anUpdateThatTakesTheServingReplicasAway() throws Exception {
        workload.can(WorkloadAbility.SCALE);
        watched.promote(V2, call);

        assertThat(invariants.broken()).singleElement().asString().startsWith("6: updates the primary");
    }

    @Test
    void aBrokenPromiseFailsTheRunWithItsTimelineAndSeed() {
        Simulation careless = Simulation.of(canary).seed(9).at(Duration.ofSeconds(90), world -> {
            Play play = (Play) world;
            play.workload().crash(Role.CANARY);
            play.invariants().beforeWrite(Split.canary(20));
        });

        assertThatThrownBy(careless::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a promise was broken with seed 9")
                .hasMessageContaining("3: raises the canary to 20 %")
                .hasMessageContaining("Scaling up web.shop");
    }
}
