package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Range;
import app.flagger.api.status.Finding;
import app.flagger.api.status.Phase;
import app.flagger.api.strategy.Judgement.Verdict;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The shared vectors of the threshold judge, played: what a check comes to, and at which check the canary rolls back. */
class ThresholdVectorsTest {
    private static JsonNode vectors(String part) throws IOException {
        try (var file = ThresholdVectorsTest.class.getResourceAsStream("/conformance/statistics/threshold.json")) {
            return new ObjectMapper().readTree(file).get(part);
        }
    }

    private static DecisionBench bench(int threshold, Range range) {
        Metric metric =
                Metric.builder().name("mine").query("q").thresholdRange(range).build();
        return new DecisionBench(canary(
                analysis -> steps(1, 50).apply(analysis).threshold(threshold).addMetrics(metric)));
    }

    private static void measure(DecisionBench bench, String value) {
        if (value.equals("null")) {
            bench.metrics.remove("mine");
        } else {
            bench.metric("mine", Double.parseDouble(value));
        }
    }

    private static OptionalDouble bound(JsonNode vector, String name) {
        return vector.get(name).isNull()
                ? OptionalDouble.empty()
                : OptionalDouble.of(vector.get(name).asDouble());
    }

    @TestFactory
    Stream<DynamicTest> outcomes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors("outcomes")) {
            tests.add(DynamicTest.dynamicTest(vector.toString(), () -> {
                DecisionBench bench = bench(9, new Range(bound(vector, "min"), bound(vector, "max")));
                measure(bench, vector.get("value").asText());
                bench.started("2").ticks(2);
                Finding finding =
                        bench.status.canaryAnalysis().get(0).findings().get(0);
                boolean passes = vector.get("outcome").asText().equals("PASS");
                assertThat(finding.verdict()).isEqualTo(passes ? Verdict.PASS : Verdict.FAIL);
                assertThat(bench.status.failedChecks()).isEqualTo(passes ? 0 : 1);
                assertThat(outcome(vector)).contains(finding.outcome());
            }));
        }
        return tests.stream();
    }

    /** NaN and no value at all are both no data, told apart. */
    private static List<String> outcome(JsonNode vector) {
        return switch (vector.get("outcome").asText()) {
            case "PASS" -> List.of("pass");
            case "NO_DATA" -> List.of(vector.get("value").isNull() ? "no-data" : "not-a-number");
            case "INVALID" -> List.of("invalid");
            default -> List.of(vector.get("breached").asText().equals("min") ? "below-min" : "above-max");
        };
    }

    @TestFactory
    Stream<DynamicTest> sequences() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors("sequences")) {
            tests.add(DynamicTest.dynamicTest(vector.toString(), () -> {
                DecisionBench bench =
                        bench(vector.get("threshold").asInt(), new Range(OptionalDouble.of(0), OptionalDouble.of(1)));
                bench.started("2").tick();
                int rolledBackAt = 0;
                int check = 0;
                for (JsonNode result : vector.get("checks")) {
                    check++;
                    measure(
                            bench,
                            switch (result.asText()) {
                                case "PASS" -> "0.5";
                                case "FAIL" -> "2";
                                case "INVALID" -> "Infinity";
                                default -> "null";
                            });
                    bench.tick();
                    if (rolledBackAt == 0 && bench.status.phase() == Phase.FAILED) {
                        rolledBackAt = check;
                    }
                }
                assertThat(rolledBackAt).isEqualTo(vector.get("rollbackAtCheck").asInt());
            }));
        }
        return tests.stream();
    }
}
