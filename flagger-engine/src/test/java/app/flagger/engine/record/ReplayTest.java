package app.flagger.engine.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.plug.Measurement;
import app.flagger.engine.Replay;
import app.flagger.engine.analysis.Judges;
import app.flagger.engine.decision.Answer;
import app.flagger.engine.decision.Decider;
import app.flagger.engine.decision.MadeDecisions;
import app.flagger.engine.decision.Situation;
import app.flagger.engine.runtime.RecordedRollout;
import app.flagger.engine.strategy.Strategies;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
    private static final Decider STOCK = Decider.of(Strategies.stock(), Judges.stock());
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<JsonNode> OTHERS = List.of(
            MissingNode.getInstance(),
            NullNode.getInstance(),
            TextNode.valueOf(""),
            TextNode.valueOf("x"),
            IntNode.valueOf(-1),
            IntNode.valueOf(1_000),
            BooleanNode.TRUE,
            MAPPER.createArrayNode().addNull(),
            MAPPER.createObjectNode());

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
    void whatFailedOrIsInDoubtIsRecorded() {
        Situation doubtful = Everything.situation().toBuilder()
                .failed(List.of("op/pin/4"))
                .routeInDoubt(true)
                .canaryInDoubt(true)
                .build();
        RecordedTick.Step step = new RecordedTick.Step(doubtful, MadeDecisions.waits(Duration.ofSeconds(1)));
        RecordedTick tick = Everything.record();
        RecordedTick record = new RecordedTick(tick.canary(), tick.at(), tick.strategy(), tick.judges(), List.of(step));
        assertThat(Replay.of(record.toJson(), STOCK).get(0).situation()).isEqualTo(doubtful);
    }

    @Test
    void aFormatOfTheFutureIsRefused() {
        assertThatThrownBy(() -> Replay.of("{\"format\":2}", STOCK)).hasMessageContaining("format: 2");
        assertThatThrownBy(() -> Replay.of("{\"format\":1}", STOCK)).hasMessageContaining("no steps");
        assertThatThrownBy(() -> Replay.of("[", STOCK)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever is missing or is something else: the exception is the one that is promised, or it does no harm. */
    @Test
    void aTornRecordIsRefusedAsWhatItIs() throws IOException {
        JsonNode whole = MAPPER.readTree(golden());
        int refused = 0;
        for (String pointer : pointers(whole, "")) {
            for (JsonNode other : OTHERS) {
                JsonNode torn = whole.deepCopy();
                put(torn, pointer, other);
                try {
                    Replay.of(torn.toString(), STOCK);
                } catch (IllegalArgumentException promised) {
                    refused++;
                } catch (RuntimeException wrong) {
                    throw new AssertionError(pointer + " is " + other, wrong);
                }
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1e300, 5e-324, 0.1})
    void aNumberThatJsonDoesNotHaveIsAnAnswerToo(double number) throws IOException {
        Answer answer = new Answer.Measured(new Measurement.Value(number, Instant.EPOCH));
        String json = AnswerForm.write(answer).toString();
        assertThat(AnswerForm.read(MAPPER.readTree(json))).isEqualTo(answer);
    }

    private static List<String> pointers(JsonNode node, String at) {
        List<String> all = new ArrayList<>();
        Iterator<String> names = node.isObject()
                ? node.fieldNames()
                : IntStream.range(0, node.size()).mapToObj(String::valueOf).iterator();
        names.forEachRemaining(name -> {
            String pointer = at + "/" + name;
            all.add(pointer);
            all.addAll(pointers(node.at("/" + name), pointer));
        });
        return all;
    }

    private static void put(JsonNode root, String pointer, JsonNode value) {
        JsonPointer path = JsonPointer.compile(pointer);
        JsonNode parent = root.at(path.head());
        if (parent instanceof ObjectNode map) {
            String name = path.last().getMatchingProperty();
            if (value.isMissingNode()) {
                map.remove(name);
            } else {
                map.set(name, value);
            }
        } else if (!value.isMissingNode()) {
            ((ArrayNode) parent).set(path.last().getMatchingIndex(), value);
        }
    }

    private static String golden() throws IOException {
        try (InputStream file = ReplayTest.class.getResourceAsStream("/app/flagger/engine/record/tick-format-1.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
