package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.insiders;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.Phase;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN section 3, rule 9: iterations. */
class Rule09IterationsTest {
    private static final UnaryOperator<Analysis.Builder> AB = analysis -> analysis.addMatch(insiders());

    private static DecisionBench bench(int iterations, UnaryOperator<Analysis.Builder> more) {
        return new DecisionBench(canary(analysis ->
                        more.apply(iterations(iterations).apply(analysis).addMetrics(successRate()))))
                .metric("request-success-rate", 100);
    }

    @Test
    void oneAfterTheStartTickThenOneMoreWithEachPassedCheck() {
        DecisionBench bench = bench(4, AB).started("2");
        assertThat(bench.status.iterations()).isZero();
        for (int expected = 1; expected <= 3; expected++) {
            bench.tick();
            assertThat(bench.status.iterations()).isEqualTo(expected);
        }
    }

    @Test
    void aFailedCheckAddsNone() {
        DecisionBench bench = bench(4, AB).started("2").ticks(2);
        bench.metric("request-success-rate", 10).tick();
        assertThat(bench.status.iterations()).isEqualTo(2);
        assertThat(bench.sentences())
                .contains("Advance podinfo.test canary iteration 2/4")
                .doesNotContain("Advance podinfo.test canary iteration 3/4");
    }

    @Test
    void withStepsItCountsPassedChecksOnly() {
        DecisionBench bench = bench(6, steps(20, 40)).started("2").tick();
        assertThat(bench.status.iterations()).isZero();
        bench.tick();
        assertThat(bench.status.iterations()).isEqualTo(1);
        assertThat(bench.state()).isEqualTo("Progressing 40 up");
    }

    @Test
    void inAbTestingTheTickThatReachesNAsksTheGateAndPromotes() {
        DecisionBench bench =
                bench(3, analysis -> AB.apply(analysis).addWebhooks(hook("gate", HookType.CONFIRM_PROMOTION)));
        bench.started("2").ticks(2).forget();
        assertThat(bench.status.iterations()).isEqualTo(2);
        bench.tick();
        assertThat(bench.asked).containsExactly("request-success-rate", "gate@Progressing");
        assertThat(bench.status.phase()).isEqualTo(Phase.PROMOTING);
        assertThat(bench.status.iterations()).isEqualTo(3);
    }

    @Test
    void whereNoTrafficIsShiftedItIsTheSame() {
        DecisionBench bench = bench(3, analysis -> analysis.addWebhooks(hook("gate", HookType.CONFIRM_PROMOTION)));
        bench.router = RouterTraits.of();
        bench.started("2").ticks(2).forget();
        bench.tick();
        assertThat(bench.asked).containsExactly("request-success-rate", "gate@Progressing");
        assertThat(bench.status.phase()).isEqualTo(Phase.PROMOTING);
    }

    @Test
    void blueGreenAsksTheGateAndSwitchesAndPromotesWithTheNextPassedCheckAtAHundred() {
        DecisionBench bench = bench(3, analysis -> analysis.addWebhooks(hook("gate", HookType.CONFIRM_PROMOTION)));
        bench.started("2").ticks(2).forget();
        bench.tick();
        assertThat(bench.state()).isEqualTo("Progressing 100 up");
        assertThat(bench.asked).containsExactly("request-success-rate", "gate@Progressing");
        bench.metric("request-success-rate", 10).forget().tick();
        assertThat(bench.state()).isEqualTo("Progressing 100 up");
        bench.metric("request-success-rate", 100).tick();
        assertThat(bench.state()).isEqualTo("Promoting 100 up");
        assertThat(bench.asked).as("the gate once").doesNotContain("gate@Progressing");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withASingleIterationACheckMustPassAllTheSame(boolean ab) {
        DecisionBench bench = bench(1, ab ? AB : analysis -> analysis);
        bench.metric("request-success-rate", 10);
        bench.started("2").ticks(3);
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        assertThat(bench.primary).contains(new Revision("1"));
        bench.metric("request-success-rate", 100).ticks(2);
        assertThat(bench.primary).contains(new Revision("2"));
    }

    @Test
    void withStepsAPassedCheckAtTheLimitIsNeededAlthoughNHavePassed() {
        DecisionBench bench = bench(2, steps(10, 40)).started("2").until("Progressing 40 up");
        assertThat(bench.status.run().orElseThrow().passed()).isGreaterThanOrEqualTo(2);
        bench.metric("request-success-rate", 10).tick();
        assertThat(bench.state()).isEqualTo("Progressing 40 up");
        bench.metric("request-success-rate", 100).tick();
        assertThat(bench.state()).isEqualTo("Promoting 40 up");
    }

    @Test
    void withStepsNPassedInAllAreNeededAlthoughTheLimitIsReached() {
        DecisionBench bench = bench(5, steps(20, 40)).started("2");
        assertThat(bench.path(7))
                .containsExactly(
                        "Progressing 20 up",
                        "Progressing 40 up",
                        "Progressing 40 up",
                        "Progressing 40 up",
                        "Progressing 40 up",
                        "Promoting 40 up",
                        "Finalising 0 up");
    }
}
