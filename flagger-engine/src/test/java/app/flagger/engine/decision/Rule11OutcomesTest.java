package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Settings;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.spec.Range;
import app.flagger.api.status.Check;
import app.flagger.api.status.Finding;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement;
import app.flagger.api.strategy.Judgement.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** DESIGN section 3, rule 11: outcomes of checks. */
class Rule11OutcomesTest {
    private final DecisionBench bench =
            new DecisionBench(canary(analysis -> steps(10, 50).apply(analysis).addMetrics(successRate())));

    private Finding finding() {
        List<Check> checks = bench.status.canaryAnalysis();
        return checks.get(checks.size() - 1).findings().get(0);
    }

    private void check(Measurement measurement) {
        bench.metrics.put("request-success-rate", measurement);
        bench.tick();
    }

    private static Judge saying(Verdict verdict) {
        return new Judge() {
            @Override
            public String version() {
                return "1";
            }

            @Override
            public java.util.Set<Shape> needs(Settings with) {
                return EnumSet.of(Shape.VALUE);
            }

            @Override
            public Judgement judge(Evidence evidence) {
                return new Judgement(verdict, "said", new TreeMap<>(), "so", Settings.none());
            }
        };
    }

    private void judged(Judge judge, int maxInconclusive) {
        bench.judges.put("mine", judge);
        bench.edit(canary(analysis -> steps(10, 50)
                .apply(analysis)
                .maxInconclusive(maxInconclusive)
                .addMetrics(
                        successRate().toBuilder().judge(NamedPlug.of("mine")).build())));
        bench.metric("request-success-rate", 100);
    }

    @ParameterizedTest
    @EnumSource(Measurement.Why.class)
    void whereThereIsNoNumberTheCheckFailsAndSaysWhy(Measurement.Why why) {
        bench.started("2").tick();
        check(new Measurement.Missing(why, "the detail"));
        assertThat(bench.status.failedChecks()).isEqualTo(1);
        assertThat(bench.status.canaryWeight()).isEqualTo(10);
        String outcome = why.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        assertThat(finding().outcome()).isEqualTo(outcome);
        String sentence = why == Measurement.Why.NO_DATA
                ? "Halt advancement podinfo.test no values found for metric request-success-rate"
                : "Halt advancement podinfo.test request-success-rate check failed: " + outcome + " the detail";
        assertThat(bench.sentences()).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "request-success-rate, NaN, not-a-number",
        "request-success-rate, 100.1, impossible",
        "request-success-rate, -1, impossible",
        "request-success-rate, Infinity, impossible",
        "request-duration, -1, impossible",
        "request-duration, Infinity, impossible",
        "request-duration, NaN, not-a-number",
        "mine, NaN, not-a-number",
        "mine, Infinity, above-max",
        "mine, -Infinity, invalid"
    })
    void whatCannotBeFails(String name, double value, String outcome) {
        Metric.Builder metric = Metric.builder().name(name).thresholdRange(Range.atMost(500));
        bench.edit(canary(analysis -> steps(10, 50)
                .apply(analysis)
                .addMetrics(name.equals("mine") ? metric.query("q").build() : metric.build())));
        bench.metric(name, value).started("2").ticks(2);
        assertThat(finding().outcome()).isEqualTo(outcome);
        assertThat(bench.status.failedChecks()).isEqualTo(1);
    }

    @Test
    void aValueOlderThanTwoWindowsIsStale() {
        bench.started("2").tick();
        check(new Measurement.Value(100, bench.now.minusSeconds(59)));
        assertThat(finding().verdict()).isEqualTo(Verdict.PASS);
        check(new Measurement.Value(100, bench.now.minusSeconds(61)));
        assertThat(finding().outcome()).isEqualTo("stale");
        assertThat(bench.status.failedChecks()).isEqualTo(1);
    }

    @Test
    void anInconclusiveCheckHoldsAndCountsNothing() {
        judged(saying(Verdict.INCONCLUSIVE), 60);
        bench.started("2").ticks(10);
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
        assertThat(bench.status.failedChecks()).isZero();
        assertThat(bench.status.run().orElseThrow().passed()).isZero();
        assertThat(bench.status.run().orElseThrow().inconclusive()).isEqualTo(9);
    }

    @Test
    void sixtyInARowFailACheck() {
        judged(saying(Verdict.INCONCLUSIVE), 60);
        bench.started("2").tick();
        bench.ticks(59);
        assertThat(bench.status.failedChecks()).isZero();
        bench.tick();
        assertThat(bench.status.failedChecks()).isEqualTo(1);
        assertThat(bench.status.run().orElseThrow().inconclusive()).isZero();
    }

    @Test
    void thatNumberCanBeSet() {
        judged(saying(Verdict.INCONCLUSIVE), 2);
        bench.started("2").ticks(3);
        assertThat(bench.status.failedChecks()).isEqualTo(1);
    }

    @Test
    void aPassEndsTheRow() {
        judged(saying(Verdict.INCONCLUSIVE), 3);
        bench.started("2").ticks(3);
        bench.judges.put("mine", saying(Verdict.PASS));
        bench.tick();
        assertThat(bench.status.run().orElseThrow().inconclusive()).isZero();
        assertThat(bench.status.canaryWeight()).isEqualTo(20);
    }

    @Test
    void aJudgeNeverSeesWhatIsMissing() {
        judged(saying(Verdict.PASS), 60);
        bench.started("2").tick();
        check(new Measurement.Missing(Measurement.Why.DENIED, "401"));
        assertThat(finding().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(finding().outcome()).isEqualTo("denied");
    }

    @Test
    void aFaultyJudgeFailsTheCheck() {
        judged(saying(Verdict.PASS), 60);
        bench.judges.put("mine", new FaultyJudge());
        bench.started("2").ticks(2);
        assertThat(bench.status.failedChecks()).isEqualTo(1);
        assertThat(finding().outcome()).isEqualTo("judge-fault");
    }

    @Test
    void aJudgeThatSaysNothingFailsTheCheck() {
        judged(saying(nothing()), 60);
        bench.started("2").ticks(2);
        assertThat(bench.status.failedChecks()).isEqualTo(1);
        assertThat(finding().outcome()).isEqualTo("judge-fault");
    }

    @Test
    void aJudgeThatIsNotThereFailsTheCheck() {
        judged(saying(Verdict.PASS), 60);
        bench.judges.remove("mine");
        bench.started("2").ticks(2);
        assertThat(finding().outcome()).isEqualTo("judge-fault");
    }

    @SuppressWarnings("NullAway")
    private static Verdict nothing() {
        return null;
    }

    @Test
    void aCanaryWithoutMetricsPassesItsChecks() {
        bench.edit(canary(steps(10, 50)));
        bench.started("2").ticks(2);
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        assertThat(bench.status.canaryAnalysis().get(0).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void theMetricsOfOneCheckAreAskedTogether() {
        bench.edit(canary(analysis -> steps(10, 50)
                .apply(analysis)
                .addMetrics(
                        successRate(),
                        Metric.builder().name("mine").query("q").threshold(9).build())));
        bench.metric("request-success-rate", 100).metric("mine", 1).started("2").ticks(2);
        assertThat(bench.steps)
                .extracting(DecisionBench.Step::decision)
                .filteredOn(decision -> decision.rule().equals("ask-metrics"))
                .hasSize(1)
                .allMatch(decision -> decision.questions().size() == 2)
                .allMatch(decision -> decision.order() == Question.Order.TOGETHER);
    }

    /** Throws. */
    private static final class FaultyJudge implements Judge {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public java.util.Set<Shape> needs(Settings with) {
            throw new IllegalStateException("needs nothing");
        }

        @Override
        public Judgement judge(Evidence evidence) {
            throw new IllegalStateException("knows nothing");
        }
    }
}
