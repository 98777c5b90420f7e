package app.flagger.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.status.Phase;
import app.flagger.engine.Flagger;
import app.flagger.engine.Tick;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.SettableMetrics;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.SimulatedWorkload;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An engine without a scheduler of its own, with the threads of production: somebody's reconciler says when to tick. */
class ReconcilerTest {
    private final Canary canary = Canaries.provider(Canaries.steps(), "istio");
    private final VirtualClock clock = new VirtualClock();
    private final SimulatedWorkload workload = new SimulatedWorkload(clock, new Revision("v1"));
    private final SimulatedMesh mesh = new SimulatedMesh(Mesh.istio(), clock, 1);
    private final SettableMetrics metrics =
            new SettableMetrics().set(Metric.SUCCESS_RATE, 99.9).set(Metric.DURATION, 120);
    private final List<Integer> weights = new ArrayList<>();

    /** What a reconciler does with a resource that changed or is due. */
    private Duration reconcile(Flagger flagger) throws Exception {
        Tick tick = flagger.manage(canary).tick().toCompletableFuture().get(30, TimeUnit.SECONDS);
        weights.add(mesh.written(canary.key()).map(Split::canaryPercent).orElse(0));
        return tick.dueIn();
    }

    private Phase reconcileUntilSettled(Flagger flagger) throws Exception {
        for (int i = 0; i < 40; i++) {
            clock.advance(reconcile(flagger));
            Phase phase = flagger.manage(canary).snapshot().phase();
            if (phase.settled()) {
                return phase;
            }
        }
        throw new AssertionError("not settled after " + weights);
    }

    @Test
    void aRolloutIsDrivenFromOutside() throws Exception {
        mesh.connect(canary, workload);
        try (Flagger flagger = Flagger.builder()
                .router("istio", mesh.router())
                .workloads((target, key) -> Optional.of(workload))
                .metrics(metrics)
                .clock(clock)
                .manualTicks()
                .build()) {
            assertThat(reconcileUntilSettled(flagger)).isEqualTo(Phase.INITIALIZED);

            workload.push(new Revision("v2"));
            reconcile(flagger);

            assertThat(reconcileUntilSettled(flagger)).isEqualTo(Phase.SUCCEEDED);
            assertThat(weights).containsSubsequence(0, 10, 20, 30, 40, 50, 0);
            assertThat(workload.running(Role.PRIMARY)).contains(new Revision("v2"));
        }
    }
}
