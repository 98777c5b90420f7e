package app.flagger.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The step in whose name an operation was carried out, read off its name. */
class ActionsTest {
    @Test
    void theStepFollowsTheLastSlash() {
        assertThat(Actions.step("test/podinfo/run-1/routes/1209")).hasValue(1209);
        assertThat(Actions.step("7")).hasValue(7);
        assertThat(Actions.step("routes/" + "9".repeat(18))).hasValue(999_999_999_999_999_999L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "routes/", "routes/x", "routes/1x", "routes/-1", "routes/1/x", "routes/1234567890123456789"})
    void whatIsNoneOfOurOperationsHasNone(String operation) {
        assertThat(Actions.step(operation)).isEmpty();
    }
}
