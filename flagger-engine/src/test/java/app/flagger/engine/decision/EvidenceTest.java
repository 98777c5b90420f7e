package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a judge is given, and what is made of its answer. */
class EvidenceTest {
    private final List<Evidence> seen = new ArrayList<>();

    private final class Mine implements Judge {
        private final Function<Settings, Set<Shape>> needs;
        private final Settings memory;

        private Mine(Function<Settings, Set<Shape>> needs, Settings memory) {
            this.needs = needs;
            this.memory = memory;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Set<Shape> needs(Settings with) {
            return needs.apply(with);
        }

        @Override
        public Judgement judge(Evidence evidence) {
            seen.add(evidence);
            return new Judgement(Verdict.PASS, "fine", new TreeMap<>(), "", memory);
        }
    }

    private static Metric judged(String name) {
        return Metric.builder().name(name).judge(NamedPlug.of("mine")).build();
    }

    private static Metric within(String name, Range range) {
        return Metric.builder().name(name).thresholdRange(range).build();
    }

    private static DecisionBench bench(Metric... metrics) {
        return new DecisionBench(
                canary(analysis -> steps(10, 50).apply(analysis).addMetrics(metrics)));
    }

    private static Finding checked(DecisionBench bench) {
        bench.started("2").ticks(2);
        List<Check> checks = bench.status.canaryAnalysis();
        return checks.get(checks.size() - 1).findings().get(0);
    }

    @Test
    void theRiskOfAWrongAlarmIsSharedByAllMetrics() {
        DecisionBench bench = bench(judged("a"), judged("b")).metric("a", 1).metric("b", 1);
        bench.judges.put("mine", new Mine(with -> Set.of(Shape.VALUE), Settings.none()));
        checked(bench);
        assertThat(seen).extracting(Evidence::alpha).containsOnly(0.025);
    }

    @Test
    void aMemoryOfOneKibibyteIsGivenBackAndALargerOneIsAFault() {
        Settings full = Settings.of("a", "x".repeat(600)).with("b", "x".repeat(409));
        DecisionBench bench = bench(judged("a")).metric("a", 1);
        bench.judges.put("mine", new Mine(with -> Set.of(Shape.VALUE), full));
        checked(bench);
        bench.tick();
        assertThat(seen).extracting(Evidence::state).startsWith(Settings.none(), full);
        DecisionBench other = bench(judged("a")).metric("a", 1);
        other.judges.put("mine", new Mine(with -> Set.of(Shape.VALUE), full.with("b", "x".repeat(410))));
        assertThat(checked(other).outcome()).isEqualTo("judge-fault");
    }

    private Shape asked(Function<Settings, Set<Shape>> needs) {
        DecisionBench bench = bench(judged("a")).metric("a", 1);
        bench.judges.put("mine", new Mine(needs, Settings.none()));
        checked(bench);
        return bench.steps.stream()
                .flatMap(step -> step.decision().questions().stream())
                .findFirst()
                .orElseThrow()
                .shape();
    }

    @Test
    void aJudgeGetsAValueUnlessItNeedsSomethingElse() {
        assertThat(asked(with -> Set.of())).isEqualTo(Shape.VALUE);
        assertThat(asked(with -> Set.of(Shape.COUNTS_OF_BOTH))).isEqualTo(Shape.COUNTS_OF_BOTH);
        Set<Shape> either = new LinkedHashSet<>(List.of(Shape.COUNTS_OF_BOTH, Shape.VALUE));
        assertThat(asked(with -> either)).isEqualTo(Shape.VALUE);
        assertThat(asked(with -> {
                    throw new IllegalStateException("broken");
                }))
                .isEqualTo(Shape.VALUE);
    }

    @Test
    void aJudgeThatNobodyRegisteredIsNamed() {
        assertThat(checked(bench(judged("a")).metric("a", 1)))
                .returns("judge-fault", Finding::outcome)
                .satisfies(finding -> assertThat(finding.because()).contains("no judge named mine"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 100})
    void theEndsOfTheScaleAreRates(double rate) {
        assertThat(checked(bench(within(Metric.SUCCESS_RATE, Range.atLeast(0))).metric(Metric.SUCCESS_RATE, rate))
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @CsvSource({"0, PASS", "-1, FAIL", "Infinity, FAIL"})
    void aDurationIsNeitherNegativeNorInfinite(double millis, Verdict verdict) {
        assertThat(checked(bench(within(Metric.DURATION, Range.atMost(500))).metric(Metric.DURATION, millis))
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void boundsOfADurationAreCutToMillisecondsAndOthersAreNot() {
        assertThat(checked(bench(within(Metric.DURATION, new Range(OptionalDouble.of(9.9), OptionalDouble.empty())))
                                .metric(Metric.DURATION, 9.5))
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(checked(bench(within(Metric.SUCCESS_RATE, Range.atLeast(99.5)))
                                .metric(Metric.SUCCESS_RATE, 99.2))
                        .verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(checked(bench(within("share", Range.atMost(0.5))).metric("share", 0.4))
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void countsThatEndTooEarlyAreStaleAndOthersReachTheJudge() {
        DecisionBench bench = bench(judged("a"));
        bench.judges.put("mine", new Mine(with -> Set.of(Shape.COUNTS_OF_BOTH), Settings.none()));
        bench.started("2").tick();
        Duration two = judged("a").effectiveInterval().multipliedBy(2);
        var tooOld = bench.now.plusSeconds(60).minus(two).minusNanos(1);
        bench.metrics.put("a", new Measurement.Counts(9, 0, 9, 0, tooOld.minusSeconds(1), tooOld));
        bench.tick();
        assertThat(bench.status.canaryAnalysis().get(0).findings().get(0).outcome())
                .isEqualTo("stale");
        var fresh = bench.now.plusSeconds(60).minus(two);
        bench.metrics.put("a", new Measurement.Counts(9, 0, 9, 0, fresh.minusSeconds(1), fresh));
        bench.tick();
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).window().get(0)).isInstanceOf(Measurement.Counts.class);
    }

    @Test
    void withoutAMetricEveryCheckPasses() {
        DecisionBench bench =
                new DecisionBench(canary(steps(10, 50))).started("2").ticks(2);
        assertThat(bench.status.canaryAnalysis().get(0).verdict()).isEqualTo(Verdict.PASS);
    }
}
