package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.status.Ending;
import app.flagger.api.status.Phase;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN section 3, rule 15: rollback during promotion. */
class Rule15RollbackDuringPromotionTest {
    private final DecisionBench bench = new DecisionBench(canary(steps(20, 60)));

    @ParameterizedTest
    @ValueSource(strings = {"stuck", "starting", "degraded"})
    void theCanarysReadinessDecidesOnlyWhereTrafficGoes(String mode) {
        bench.started("2").until("Promoting 60 up");
        bench.primaryMode = "degraded";
        bench.canaryMode = mode;
        bench.tickAfter(Duration.ofHours(1));
        assertThat(bench.status.ending().map(Ending::kind)).isNotEqualTo(Optional.of(Ending.Kind.ROLLBACK));
        bench.status =
                bench.status.toBuilder().primaryNotReadySince(Optional.empty()).build();
        bench.wake();
        assertThat(bench.live.orElseThrow().canaryPercent()).isEqualTo(mode.equals("degraded") ? 60 : 0);
        bench.primaryMode = "ready";
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Succeeded 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Promoting 60 up", "Finalising 0 up"})
    void thePrimaryAloneDecidesBetweenSucceededAndFailedPromotion(String when) {
        bench.started("2").until(when);
        bench.primaryMode = "stuck";
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 100 up");
    }

    @Test
    void abortInPromotingRestores() {
        bench.started("2").until("Promoting 60 up");
        bench.primaryMode = "degraded";
        bench.tick();
        bench.send(Command.Kind.ABORT).tick();
        assertThat(bench.primary).contains(new Revision("1"));
        assertThat(bench.state()).as("traffic stays until the primary is ready").isEqualTo("Promoting 60 up");
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.status.run().orElseThrow().result().orElseThrow().rule())
                .isEqualTo("aborted");
    }

    @Test
    void abortInFinalisingRestores() {
        bench.started("2").until("Finalising 0 up");
        bench.primaryMode = "degraded";
        bench.send(Command.Kind.ABORT).tick();
        assertThat(bench.primary).contains(new Revision("1"));
        assertThat(bench.status.phase()).isEqualTo(Phase.FINALISING);
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void anAbortedPromotionWhosePrimaryHasNoReplicaIsToldAsStuckToo() {
        bench.started("2").until("Promoting 60 up");
        bench.primaryMode = "starting";
        bench.wake();
        bench.send(Command.Kind.ABORT).forget().wake();
        bench.tickAfter(Duration.ofHours(1));
        assertThat(bench.alerts()).contains("ERROR restore-stuck");
        assertThat(bench.live).contains(Split.canary(100));
    }

    @Test
    void anAbortedPromotionWhosePrimaryStaysStuckIsToldOnce() {
        bench.started("2").until("Promoting 60 up");
        bench.primaryMode = "stuck";
        bench.watcher = decision -> {
            if (decision.rule().equals("command-recorded")) {
                bench.primaryMode = "stuck";
            }
        };
        bench.primaryMode = "degraded";
        bench.send(Command.Kind.ABORT).forget().ticks(4);
        assertThat(bench.alerts()).containsExactly("WARN aborted", "ERROR restore-stuck");
        assertThat(bench.live).contains(Split.canary(60));
    }

    @Test
    void whereNoTrafficIsShiftedAnAbortedPromotionScalesDownOnce() {
        bench.router = RouterTraits.of();
        bench.edit(canary(iterations(3)));
        bench.started("2").until("Promoting up");
        bench.primaryMode = "degraded";
        bench.forget().send(Command.Kind.ABORT).ticks(3);
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Failed");
        assertThat(bench.done)
                .filteredOn(action -> action.kind() == Action.Kind.SCALE_CANARY)
                .hasSize(1);
    }

    @Test
    void thePrimaryIsNotUpdatedWhileRequestsAreRoutedToItsOnlyReplicas() {
        bench.workload = WorkloadTraits.of(WorkloadAbility.SCALE);
        bench.promotionIsSlow = true;
        bench.started("2").until("Promoting 100 up");
        bench.push("3").wake();
        assertThat(bench.live).contains(Split.allToPrimary());
        bench.forget().wake().wake();
        assertThat(bench.done).extracting(Action::kind).doesNotContain(Action.Kind.PROMOTE);
        bench.primaryMode = "starting";
        bench.canaryMode = "starting";
        bench.wake();
        assertThat(bench.done)
                .as("there is nobody to take away")
                .extracting(Action::kind)
                .contains(Action.Kind.PROMOTE);
    }

    @Test
    void aRunEndsOnlyOnceTheCanaryIsSeenToBeGone() {
        bench.started("2").until("Finalising 0 up");
        bench.scalingIsSlow = true;
        bench.ticks(3);
        assertThat(bench.state()).isEqualTo("Finalising 0 up");
        assertThat(bench.lastRules()).contains("canary-scales-down");
        bench.scalingIsSlow = false;
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Succeeded 0");
    }

    @Test
    void anEndThatTheRouteDoesNotShowYetIsWaitedFor() {
        bench.started("2").until("Progressing 20 up");
        bench.routesAreSlow = true;
        bench.send(Command.Kind.ABORT).tick();
        assertThat(bench.lastRules()).endsWith("route-not-written");
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
    }

    @Test
    void whereNoTrafficIsShiftedARollbackDoesNotWaitForThePrimary() {
        bench.router = RouterTraits.of();
        bench.edit(canary(iterations(3)));
        bench.started("2").tick();
        bench.primaryMode = "starting";
        bench.send(Command.Kind.ABORT).ticks(2);
        assertThat(bench.state()).isEqualTo("Failed");
    }
}
