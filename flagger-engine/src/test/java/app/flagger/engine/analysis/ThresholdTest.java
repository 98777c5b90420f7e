package app.flagger.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.InvalidResource;
import app.flagger.api.Settings;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Shape;
import app.flagger.api.plug.Split;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement;
import app.flagger.api.strategy.Judgement.Verdict;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The judge {@code threshold}, against the shared vectors where a value is there to be judged. */
class ThresholdTest {
    private final Judge judge = Judges.stock().get("threshold");

    /** What a judge may know. */
    private record Known(Settings with, List<Measurement> window) implements Evidence {
        @Override
        public String metric() {
            return "latency";
        }

        @Override
        public Split split() {
            return Split.canary(10);
        }

        @Override
        public Settings state() {
            return Settings.none();
        }

        @Override
        public double alpha() {
            return 0.05;
        }
    }

    private Judgement judge(Settings with, Measurement... window) {
        return judge.judge(new Known(with, List.of(window)));
    }

    private static Measurement value(double value) {
        return new Measurement.Value(value, Instant.EPOCH);
    }

    @TestFactory
    Stream<DynamicTest> theSharedVectors() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (var file = ThresholdTest.class.getResourceAsStream("/conformance/statistics/threshold.json")) {
            for (JsonNode vector : new ObjectMapper().readTree(file).get("outcomes")) {
                if (!vector.get("outcome").asText().equals("NO_DATA")) {
                    tests.add(DynamicTest.dynamicTest(vector.toString(), () -> agrees(vector)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(15);
        return tests.stream();
    }

    private void agrees(JsonNode vector) {
        Settings with = Settings.none();
        for (String bound : List.of("min", "max")) {
            with = vector.get(bound).isNull()
                    ? with
                    : with.with(bound, vector.get(bound).asDouble());
        }
        Judgement judgement =
                judge(with, value(Double.parseDouble(vector.get("value").asText())));
        boolean passes = vector.get("outcome").asText().equals("PASS");
        assertThat(judgement.verdict()).isEqualTo(passes ? Verdict.PASS : Verdict.FAIL);
        String outcome = switch (vector.get("breached").asText()) {
            case "min" -> "below-min";
            case "max" -> "above-max";
            default -> passes ? "pass" : "invalid";
        };
        assertThat(judgement.outcome()).isEqualTo(outcome);
    }

    @Test
    void theNewestMeasurementIsJudged() {
        Settings atLeast = Settings.of("min", 99.0);
        assertThat(judge(atLeast, value(10), value(99.5)).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judge(atLeast, value(99.5), value(10)).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void theNumbersSayWhy() {
        Judgement judgement = judge(Settings.of("min", 99.0), value(95));
        assertThat(judgement.numbers())
                .containsEntry("value", 95.0)
                .containsEntry("min", 99.0)
                .hasSize(2);
    }

    @Test
    void countsAreNoSingleValue() {
        Measurement counts = new Measurement.Counts(10, 0, 10, 0, Instant.EPOCH, Instant.EPOCH);
        assertThat(judge(Settings.none(), counts).outcome()).isEqualTo("invalid");
    }

    @Test
    void aLimitThatIsNoNumberIsRefusedWithItsName() {
        assertThatThrownBy(() -> judge.needs(Settings.of("min", "high")))
                .isInstanceOf(InvalidResource.class)
                .hasMessageContaining("min");
    }

    @Test
    void itNeedsASingleValue() {
        assertThat(judge.needs(Settings.none())).containsExactly(Shape.VALUE);
    }
}
