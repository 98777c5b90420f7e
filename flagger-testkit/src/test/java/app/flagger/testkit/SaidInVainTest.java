package app.flagger.testkit;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.errors;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a test says and what never takes effect is not passed over in silence. */
class SaidInVainTest {
    private static final Simulation STEPS = Simulation.of(Canaries.steps());

    @Test
    void aTimeBeforeThePushIsRefused() {
        assertThatThrownBy(() -> STEPS.at(seconds(-1), world -> world.push("v3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be negative");
    }

    @Test
    void aMetricThatTheCanaryDoesNotHaveIsRefused() {
        assertThatThrownBy(STEPS.at(Duration.ZERO, world -> world.metric("request-sucess-rate", 0))::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("request-sucess-rate", "request-success-rate, request-duration");
        assertThatThrownBy(STEPS.at(Duration.ZERO, world -> world.metrics().failing("errors"))::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("errors");
    }

    @Test
    void aRevisionThatNeverRanFailsEveryOtherAssertion() {
        Simulation typo = STEPS.revision("v9", errors(percent(50)));

        assertThatThrownBy(() -> assertThat(typo.run()).promoted())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("revision v9 was told how to behave, and never ran");
        assertThatThrownBy(() -> assertThat(typo.runs(2)).promotedAtLeast(percent(100)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("revision v9 was told how to behave, and never ran");
        assertThat(typo.run()).neverRan("v9").promoted();
        assertThatThrownBy(() -> assertThat(STEPS.run()).neverRan("v2"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected that revision v2 was told how to behave, and never ran");
    }

    @Test
    void aBehaviourOfWhatIsNeverPushedFailsEveryOtherAssertion() {
        Run still = STEPS.canary(errors(percent(50)))
                .revision("v3", errors(percent(0)))
                .withoutPush()
                .at(seconds(1), world -> world.push("v3"))
                .run();

        assertThatThrownBy(() -> assertThat(still).promoted())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("revision v2 was told how to behave, and never ran");
    }
}
