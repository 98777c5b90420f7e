package app.flagger.engine.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.engine.Replay;
import app.flagger.engine.analysis.Judges;
import app.flagger.engine.decision.Decider;
import app.flagger.engine.decision.MadeDecisions;
import app.flagger.engine.runtime.RecordedRollout;
import app.flagger.engine.strategy.Strategies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Decider STOCK = Decider.of(Strategies.stock(), Judges.stock());

    @Test
    void everyTickOfARolloutIsDecidedTheSameAgain() {
        List<String> records = RecordedRollout.record();
        assertThat(records).hasSizeGreaterThan(5);
        for (String record : records) {
            assertThat(Replay.of(record, STOCK))
                    .isNotEmpty()
                    .allSatisfy(step -> assertThat(step.now()).isEqualTo(step.then()));
        }
        assertThat(String.join("\n", records)).contains("\"value\":99.5", "\"kind\":\"PROMOTE\"", "\"success\":true");
    }

    @Test
    void neitherAddressNorMetadataOfAHookIsRecorded() {
        assertThat(String.join("\n", RecordedRollout.record())).doesNotContain(RecordedRollout.SECRET);
    }

    /** Earlier versions recorded the metadata of hooks as it was sent. */
    @Test
    void aRecordThatLeftLessOutIsStillTheSameDecision() {
        String earlier = RecordedRollout.record().stream()
                .filter(record -> record.contains("\"hook\":\"gate\""))
                .findFirst()
                .orElseThrow();
        String asItWas = earlier.replace("\"token\":\"left-out\"", "\"token\":\"as it was sent\"");
        assertThat(asItWas).isNotEqualTo(earlier);
        assertThat(Replay.of(asItWas, STOCK)).isNotEmpty().allMatch(Replay.Step::same);
    }

    @Test
    void anotherDecisionIsNoticed() {
        String record = RecordedRollout.record().get(0);
        assertThat(Replay.of(record, situation -> MadeDecisions.waits(Duration.ofSeconds(1))))
                .noneMatch(Replay.Step::same);
    }

    @Test
    void theFirstFormatIsStillRead() throws IOException {
        List<Replay.Step> steps = Replay.of(golden(), STOCK);
        assertThat(steps).hasSize(3);
        assertThat(steps).allSatisfy(step -> assertThat(step.situation()).isEqualTo(Everything.situation()));
    }

    @Test
    void theFirstFormatIsStillWritten() throws IOException {
        assertThat(Everything.record().toJson()).isEqualTo(golden());
    }

    @Test
    void aFormatOfTheFutureIsRefused() {
        assertThatThrownBy(() -> Replay.of("{\"format\":2}", STOCK)).hasMessageContaining("format: 2");
        assertThatThrownBy(() -> Replay.of("[", STOCK)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String golden() throws IOException {
        try (InputStream file = ReplayTest.class.getResourceAsStream("/app/flagger/engine/record/tick-format-1.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
