package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.plug.Split;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.status.Phase;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 23: the spec is edited mid-run. */
class Rule23EditsTest {
    private final DecisionBench bench = new DecisionBench(
                    canary(analysis -> steps(10, 50).apply(analysis).addMetrics(successRate())))
            .metric("request-success-rate", 100);

    private void edit(UnaryOperator<Analysis.Builder> analysis) {
        bench.edit(canary(built -> analysis.apply(built).addMetrics(successRate())));
    }

    @Test
    void aWeightAboveANewLimitIsNotOrderedOnceMoreWhereItIsNotInForceYet() {
        bench.started("2").until("Progressing 20 up");
        bench.routesAreSlow = true;
        bench.tick();
        assertThat(bench.status.canaryWeight()).isEqualTo(30);
        bench.forget().edit(canary(steps(10, 25))).wake();
        assertThat(bench.done)
                .filteredOn(action -> action.kind() == Action.Kind.ROUTE)
                .extracting(action -> action.split().orElseThrow())
                .containsExactly(Split.canary(25));
    }

    @Test
    void anEditCountsFromTheNextTick() {
        bench.started("2").until("Progressing 20 up");
        edit(steps(5, 50));
        bench.tick();
        assertThat(bench.state()).isEqualTo("Progressing 25 up");
    }

    @Test
    void aWeightAboveANewLimitIsLoweredToIt() {
        bench.started("2").until("Progressing 40 up");
        edit(steps(10, 30));
        bench.wake();
        assertThat(bench.state()).isEqualTo("Progressing 30 up");
        bench.tick();
        assertThat(bench.state()).isEqualTo("Promoting 30 up");
    }

    @Test
    void theNextStepIsTheFirstElementAboveTheWeight() {
        bench.started("2").until("Progressing 20 up");
        edit(analysis -> analysis.addStepWeights(5, 15, 35, 60));
        bench.tick();
        assertThat(bench.state()).isEqualTo("Progressing 35 up");
    }

    @Test
    void asManyFailedChecksAsANewThresholdRollBack() {
        bench.started("2").until("Progressing 20 up");
        bench.metric("request-success-rate", 10).ticks(2);
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        edit(analysis -> steps(10, 50).apply(analysis).threshold(2));
        bench.wake();
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.alerts()).contains("ERROR threshold-lowered");
    }

    @Test
    void anotherStrategyRestartsFromZero() {
        bench.started("2").until("Progressing 20 up");
        edit(iterations(3));
        bench.wake();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
        assertThat(bench.rules).contains("restarted");
    }

    @Test
    void anotherProviderRestartsFromZero() {
        bench.started("2").until("Progressing 20 up");
        bench.edit(canary(steps(10, 50), spec -> spec.provider("linkerd"))).wake();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
    }

    @Test
    void anotherTargetRestartsFromZero() {
        bench.started("2").until("Progressing 20 up");
        bench.edit(canary(steps(10, 50), spec -> spec.targetRef(ObjectRef.of("apps/v1", "Deployment", "other"))))
                .wake();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
    }

    @Test
    void anInvalidEditHaltsAndSafetyGoesOn() {
        bench.started("2").until("Progressing 20 up");
        bench.halted = Optional.of("analysis.stepWeight: 200 must be between 0 and 100");
        bench.ticks(3);
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        bench.canaryMode = "stuck";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void anInvalidEditStartsNothing() {
        bench.initialised();
        bench.halted = Optional.of("analysis.stepWeight: 200 must be between 0 and 100");
        bench.push("2").ticks(2);
        assertThat(bench.state()).isEqualTo("Initialized 0");
    }
}
