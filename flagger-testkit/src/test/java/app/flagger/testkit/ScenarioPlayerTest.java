package app.flagger.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Forms of a scenario that the recorded ones do not happen to have. */
class ScenarioPlayerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INITIALISED =
            "{\"set\":{\"metrics\":{\"request-success-rate\":99.9}},\"until\":{\"phase\":\"Initialized\"}}";

    @Test
    void whatAGoalHoldsAsNullIsNotCompared() throws IOException {
        JsonNode step =
                played("", "{\"set\":{\"revision\":2},\"until\":{\"phase\":null,\"canary\":20,\"mirror\":null}}");
        assertThat(step.path("reached").asBoolean()).isTrue();
        assertThat(step.path("ticks").asInt()).isEqualTo(3);
    }

    @Test
    void aGoalThatIsNullIsNone() throws IOException {
        JsonNode step = played("", "{\"set\":{\"revision\":2},\"until\":null,\"ticks\":2}");
        assertThat(step.path("ticks").asInt()).isEqualTo(2);
    }

    @Test
    void aGoalOfMirroringAloneIsTickedFor() throws IOException {
        JsonNode step = played("\"mirror\":true,", "{\"set\":{\"revision\":2},\"until\":{\"mirror\":true}}");
        assertThat(step.path("ticks").asInt()).isEqualTo(2);
        assertThat(step.path("path").get(1).path("mirror").asBoolean()).isTrue();
    }

    @Test
    void aGoalThatIsNeverReachedEndsAfterFortyTicks() throws IOException {
        JsonNode step = played("", "{\"set\":{\"revision\":2},\"until\":{\"phase\":\"Waiting\"}}");
        assertThat(step.path("reached").asBoolean()).isFalse();
        assertThat(step.path("ticks").asInt()).isEqualTo(40);
    }

    @Test
    void hooksAreToldByTheNameInTheirUrlByWhichTheyAreSet() throws IOException {
        String hooks = "\"webhooks\":[{\"name\":\"gate\",\"type\":\"confirm-rollout\",\"url\":\"http://hooks.test/a\"},"
                + "{\"name\":\"gate\",\"type\":\"confirm-rollout\",\"url\":\"http://hooks.test/b\"}],";
        JsonNode step =
                played(hooks, "{\"set\":{\"revision\":2,\"hooks\":{\"b\":403}},\"until\":{\"phase\":\"Waiting\"}}");
        assertThat(step.path("reached").asBoolean()).isTrue();
        assertThat(step.path("hooks").findValuesAsText("name")).containsExactly("a", "b");
    }

    @Test
    void aModeThatIsNotKnownIsNamed() {
        assertThatThrownBy(() -> played("", "{\"set\":{\"canary\":\"weird\"},\"ticks\":1}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scenario: set.canary: \"weird\": must be one of ready, starting, degraded, stuck");
    }

    private static JsonNode played(String analysis, String step) throws IOException {
        String scenario =
                "{\"name\":\"form\",\"provider\":\"istio\",\"canary\":{\"apiVersion\":\"flagger.app/v1beta1\","
                        + "\"kind\":\"Canary\",\"metadata\":{\"name\":\"podinfo\",\"namespace\":\"test\"},\"spec\":{"
                        + "\"targetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"podinfo\"},"
                        + "\"service\":{\"port\":80},\"analysis\":{" + analysis + "\"interval\":\"1m\",\"threshold\":5,"
                        + "\"stepWeight\":10,\"maxWeight\":50,\"metrics\":[{\"name\":\"request-success-rate\","
                        + "\"thresholdRange\":{\"min\":99}}]}}},\"steps\":[" + INITIALISED + "," + step + "]}";
        JsonNode trace = JSON.readTree(new ScenarioPlayer().play(Scenario.parse(scenario)));
        return trace.path("steps").path(1);
    }
}
