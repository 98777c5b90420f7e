package app.flagger.samples.cli;

import static app.flagger.samples.cli.Shell.flagger;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final String SCENARIO = """
            {"name": "NAME", "provider": "istio",
             "canary": {"apiVersion": "flagger.app/v1beta1", "kind": "Canary",
              "metadata": {"name": "web", "namespace": "shop"},
              "spec": {"provider": "istio", "targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
               "service": {"port": 80},
               "analysis": {"interval": "1m", "threshold": 2, "stepWeight": 50, "maxWeight": 50,
                "metrics": [{"name": "request-success-rate", "thresholdRange": {"min": 99}}]}}},
             "steps": [
              {"set": {"primary": "ready", "canary": "ready", "metrics": {"request-success-rate": RATE}},
               "until": {"phase": "Initialized"}},
              {"set": {"revision": 2}, "until": {"phase": "END"}}]}
            """;

    @TempDir
    private Path folder;

    @Test
    void eachScenarioGivesOneLineInTheOrderOfTheArguments() throws IOException {
        Shell.Outcome outcome =
                flagger("replay", scenario("good", "100", "Succeeded"), scenario("bad", "50", "Failed"));

        assertThat(outcome.lines()).hasSize(2);
        JsonNode good = new JsonMapper().readTree(outcome.lines().get(0));
        JsonNode bad = new JsonMapper().readTree(outcome.lines().get(1));
        assertThat(good.path("name").asText()).isEqualTo("good");
        assertThat(good.at("/steps/1/reached").asBoolean()).isTrue();
        assertThat(good.at("/steps/1/primaryRevision").asInt()).isEqualTo(2);
        assertThat(bad.path("name").asText()).isEqualTo("bad");
        assertThat(bad.at("/steps/1/reached").asBoolean()).isTrue();
        assertThat(bad.at("/steps/1/primaryRevision").asInt()).isEqualTo(1);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void aScenarioThatCannotBePlayedGivesALineAndDoesNotStopTheOthers() throws IOException {
        Path malformed = Files.writeString(folder.resolve("malformed.json"), "{\"name\": ");
        Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xff, 0, 1});
        Path refused = Files.writeString(
                folder.resolve("refused.json"),
                "{\"name\": \"refused\", \"canary\": {\"kind\": \"Canary\"}, \"steps\": []}");
        Path missing = folder.resolve("missing.json");

        Shell.Outcome outcome = flagger(
                "replay",
                malformed.toString(),
                binary.toString(),
                refused.toString(),
                missing.toString(),
                folder.toString(),
                scenario("good", "100", "Succeeded"));

        assertThat(outcome.lines())
                .satisfiesExactly(
                        line -> assertError(line, "malformed", "not JSON"),
                        line -> assertError(line, "binary", "is not UTF-8"),
                        line -> assertError(line, "refused", ""),
                        line -> assertError(line, "missing", "there is no such file"),
                        line -> assertError(line, folder.getFileName().toString(), "is a directory"),
                        line -> assertThat(line).contains("\"name\":\"good\"", "\"steps\""));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).isEmpty();
    }

    private static void assertError(String line, String name, String message) throws IOException {
        JsonNode trace = new JsonMapper().readTree(line);
        assertThat(trace.path("name").asText()).isEqualTo(name);
        assertThat(trace.path("error").asText()).isNotBlank().contains(message);
    }

    private String scenario(String name, String rate, String end) throws IOException {
        String text = SCENARIO.replace("NAME", name).replace("RATE", rate).replace("END", end);
        return Files.writeString(folder.resolve(name + ".json"), text).toString();
    }
}
