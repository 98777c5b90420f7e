package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.Metric;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 10: failed checks. */
class Rule10FailedChecksTest {
    private final DecisionBench bench = new DecisionBench(canary(
                    analysis -> steps(10, 50).apply(analysis).threshold(3).addMetrics(successRate())))
            .metric("request-success-rate", 100);

    private void check(double value) {
        bench.metric("request-success-rate", value).tick();
    }

    @Test
    void theyCountForTheWholeRunHoweverManyPassInBetween() {
        bench.started("2").tick();
        check(50);
        check(100);
        check(50);
        check(100);
        assertThat(bench.status.failedChecks()).isEqualTo(2);
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
    }

    @Test
    void theTickThatReachesTheThresholdRollsBack() {
        bench.started("2").tick();
        check(50);
        check(50);
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
        check(50);
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.alerts()).contains("ERROR threshold-reached");
    }

    @Test
    void aFailedCheckRaisesNothing() {
        bench.started("2").tick();
        check(50);
        assertThat(bench.status.canaryWeight()).isEqualTo(10);
    }

    @Test
    void theCountersOfAnEndedRunStayUntilTheNextOneStarts() {
        bench.started("2").tick();
        check(50);
        check(50);
        check(50);
        bench.ticks(3);
        assertThat(bench.status.failedChecks()).isEqualTo(3);
        assertThat(bench.status.canaryAnalysis()).isNotEmpty();
        bench.metric("request-success-rate", 100).push("3").tick();
        assertThat(bench.status.failedChecks()).isZero();
        assertThat(bench.status.canaryAnalysis()).isEmpty();
    }

    @Test
    void aThresholdOfZeroIsTakenAsOne() {
        bench.edit(canary(analysis -> steps(10, 50).apply(analysis).threshold(0).addMetrics(successRate())));
        bench.started("2").tick();
        check(50);
        assertThat(bench.status.phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void severalFailingMetricsOfOneCheckCountOnce() {
        bench.edit(canary(analysis -> steps(10, 50)
                .apply(analysis)
                .threshold(3)
                .addMetrics(
                        successRate(),
                        Metric.builder().name("latency").query("q").threshold(1).build())));
        bench.metric("latency", 5).started("2").tick();
        check(50);
        assertThat(bench.status.failedChecks()).isEqualTo(1);
        assertThat(bench.codes(OutboxEntry.Kind.EVENT).stream().filter("check-failed"::equals))
                .hasSize(2);
    }

    @Test
    void theReasonIsThatOfTheFirstMetricThatFailed() {
        bench.edit(canary(analysis -> steps(10, 50)
                .apply(analysis)
                .threshold(1)
                .addMetrics(
                        successRate(),
                        Metric.builder().name("latency").query("q").threshold(1).build())));
        bench.metric("latency", 5).started("2").until("Failed 0");
        assertThat(bench.status.run().orElseThrow().result().orElseThrow().fact("source"))
                .isEqualTo("latency");
    }
}
