package app.flagger.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import app.flagger.testkit.Scenario;
import app.flagger.testkit.ScenarioPlayer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every recorded scenario, played here, agrees with what upstream Flagger did, except where it is known to differ. */
class UpstreamConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path GIVEN = given();

    @TestFactory
    Stream<DynamicTest> agreesWithWhatWasRecorded() throws IOException {
        Map<String, String> known = known();
        return recorded().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    List<String> differences = differences(entry.getKey(), entry.getValue());
                    if (known.containsKey(entry.getKey())) {
                        assertThat(differences)
                                .as("known to differ, but agrees: take it off the list")
                                .isNotEmpty();
                    } else {
                        assertThat(differences).isEmpty();
                    }
                }));
    }

    @Test
    void thereAreAsManyScenariosAsTraces() throws IOException {
        assertThat(recorded()).hasSize(171);
        try (Stream<Path> files = Files.list(GIVEN.resolve("scenarios"))) {
            assertThat(files).hasSize(171);
        }
    }

    @Test
    void everyKnownDifferenceIsRecordedAndHasAReason() throws IOException {
        Map<String, JsonNode> recorded = recorded();
        known().forEach((name, reason) -> {
            assertThat(recorded).containsKey(name);
            assertThat(reason).as(name).isNotBlank();
        });
    }

    @Test
    void playingTwiceGivesTheSameBytes() throws IOException {
        Scenario scenario = Scenario.parse(text("mirror-step10max30--happy"));
        assertThat(new ScenarioPlayer().play(scenario)).isEqualTo(new ScenarioPlayer().play(scenario));
    }

    @Test
    void aManifestThatIsRefusedGivesALineWithTheError() throws IOException {
        String rising = text("weights-steps-5-5-20--bad");
        Scenario scenario =
                Scenario.parse(rising.replaceFirst("(?s)\"stepWeights\": \\[[^]]*]", "\"stepWeights\": [5, 5, 20]"));
        JsonNode trace = JSON.readTree(new ScenarioPlayer().play(scenario));
        assertThat(trace.path("error").asText()).contains("stepWeights[1]").contains("above the weight before");
        assertThat(trace.has("steps")).isFalse();
    }

    private static List<String> differences(String name, JsonNode recorded) throws IOException {
        String scenario = text(name);
        JsonNode ours = JSON.readTree(new ScenarioPlayer().play(Scenario.parse(scenario)));
        return TraceComparison.differences(
                recorded, ours, JSON.readTree(scenario).path("canary"));
    }

    private static String text(String name) throws IOException {
        return Files.readString(GIVEN.resolve("scenarios").resolve(name + ".json"));
    }

    private static Map<String, JsonNode> recorded() throws IOException {
        Map<String, JsonNode> traces = new TreeMap<>();
        for (String line : Files.readAllLines(GIVEN.resolve("traces.jsonl"))) {
            JsonNode trace = JSON.readTree(line);
            traces.put(trace.path("name").asText(), trace);
        }
        return traces;
    }

    /** Name and reason of each scenario that is known to differ. */
    private static Map<String, String> known() throws IOException {
        Map<String, String> known = new TreeMap<>();
        for (String line : Files.readAllLines(GIVEN.resolve("differences.txt"))) {
            int hash = line.indexOf('#');
            String name = (hash < 0 ? line : line.substring(0, hash)).strip();
            if (!name.isEmpty()) {
                known.put(name, hash < 0 ? "" : line.substring(hash + 1).strip());
            }
        }
        return known;
    }

    private static Path given() {
        try {
            return Path.of(Objects.requireNonNull(UpstreamConformanceTest.class.getResource("/conformance/upstream"))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
    }
}
