package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.insiders;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.plug.RouterTraits;
import app.flagger.api.spec.Canary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tick tables of DESIGN section 2: all healthy, one tick an interval. */
class TickTableTest {
    private static List<String> afterPush(Canary canary, int ticks) {
        DecisionBench bench = new DecisionBench(canary).initialised();
        assertThat(bench.state()).isEqualTo("Initialized 0");
        return bench.push("2").path(ticks);
    }

    @Test
    void canaryWithSteps() {
        assertThat(afterPush(canary(steps(10, 50)), 10))
                .containsExactly(
                        "Progressing 0 up",
                        "Progressing 10 up",
                        "Progressing 20 up",
                        "Progressing 30 up",
                        "Progressing 40 up",
                        "Progressing 50 up",
                        "Promoting 50 up",
                        "Finalising 0 up",
                        "Succeeded 0",
                        "Succeeded 0");
    }

    @Test
    void canaryAfterMirroring() {
        assertThat(afterPush(canary(analysis -> steps(10, 30).apply(analysis).mirror(true)), 8))
                .containsExactly(
                        "Progressing 0 up",
                        "Progressing 0m up",
                        "Progressing 10 up",
                        "Progressing 20 up",
                        "Progressing 30 up",
                        "Promoting 30 up",
                        "Finalising 0 up",
                        "Succeeded 0");
    }

    @Test
    void promotionInSteps() {
        Canary canary = canary(analysis -> steps(35, 35).apply(analysis).stepWeightPromotion(15));
        assertThat(afterPush(canary, 7))
                .containsExactly(
                        "Progressing 0 up",
                        "Progressing 35 up",
                        "Promoting 35 up",
                        "Promoting 20 up",
                        "Promoting 5 up",
                        "Finalising 0 up",
                        "Succeeded 0");
    }

    @Test
    void abTesting() {
        Canary canary = canary(analysis -> iterations(5).apply(analysis).addMatch(insiders()));
        assertThat(afterPush(canary, 8))
                .containsExactly(
                        "Progressing 0 up",
                        "Progressing 100 up",
                        "Progressing 100 up",
                        "Progressing 100 up",
                        "Progressing 100 up",
                        "Promoting 100 up",
                        "Finalising 0 up",
                        "Succeeded 0");
    }

    @Test
    void blueGreen() {
        assertThat(afterPush(canary(iterations(4)), 8))
                .containsExactly(
                        "Progressing 0 up",
                        "Progressing 0 up",
                        "Progressing 0 up",
                        "Progressing 0 up",
                        "Progressing 100 up",
                        "Promoting 100 up",
                        "Finalising 0 up",
                        "Succeeded 0");
    }

    @Test
    void blueGreenWithoutTrafficShifting() {
        DecisionBench bench = new DecisionBench(canary(iterations(4)));
        bench.router = RouterTraits.of();
        bench.initialised().push("2");
        assertThat(bench.path(7))
                .containsExactly(
                        "Progressing up",
                        "Progressing up",
                        "Progressing up",
                        "Progressing up",
                        "Promoting up",
                        "Finalising up",
                        "Succeeded");
    }

    @Test
    void stepsTogetherWithIterations() {
        Canary canary = canary(analysis -> steps(5, 50).apply(analysis).iterations(20));
        List<String> path = afterPush(canary, 24);
        assertThat(path.get(1)).isEqualTo("Progressing 5 up");
        assertThat(path.get(10)).isEqualTo("Progressing 50 up");
        assertThat(path.get(20)).isEqualTo("Progressing 50 up");
        assertThat(path.get(21)).isEqualTo("Promoting 50 up");
    }

    @Test
    void skippedAnalysis() {
        Canary canary = canary(steps(10, 50), spec -> spec.skipAnalysis(true));
        DecisionBench bench = new DecisionBench(canary).initialised().push("2");
        bench.primaryMode = "ready";
        assertThat(bench.path(1)).containsExactly("Progressing 0 up");
        bench.primaryMode = "degraded";
        assertThat(bench.path(2)).containsExactly("Progressing 0 up", "Progressing 0 up");
        bench.primaryMode = "ready";
        assertThat(bench.path(1)).containsExactly("Succeeded 0");
        assertThat(bench.primary).contains(bench.target);
    }

    @Test
    void promotionInStepsThatComeOutEven() {
        Canary canary = canary(analysis -> steps(60, 60).apply(analysis).stepWeightPromotion(20));
        DecisionBench bench = new DecisionBench(canary).initialised().push("2");
        assertThat(bench.path(7))
                .containsExactly(
                        "Progressing 0 up",
                        "Progressing 60 up",
                        "Promoting 60 up",
                        "Promoting 40 up",
                        "Promoting 20 up",
                        "Finalising 0 up",
                        "Succeeded 0");
        assertThat(bench.sentences())
                .contains("Advance podinfo.test primary weight 60", "Advance podinfo.test primary weight 80");
    }
}
