package app.flagger.testkit.docs;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.errors;
import static app.flagger.testkit.world.Behaviour.from;

import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import app.flagger.testkit.junit.RolloutPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The test of the guide docs/TESTING-POLICIES.md, with the policy that the guide ends with. */
@RolloutPolicy("checkout.yaml")
class CheckoutPolicyTest {
    @Test
    void aReleaseThatFailsOneInTwentyIsRolledBack(Simulation checkout) {
        Run run = checkout.requestsPerSecond(20).canary(errors(percent(5))).run();
        assertThat(run).rolledBack().within(minutes(5)).exposedAtMost(percent(10));
    }

    @Test
    void aReleaseThatFailsOneInTwentyIsRolledBackAsARule(Simulation checkout) {
        assertThat(checkout.requestsPerSecond(20).canary(errors(percent(5))).runs(100))
                .rolledBackAtLeast(percent(98))
                .detectedWithin(minutes(5))
                .exposedAtMost(percent(20));
    }

    @Test
    void aGoodReleaseGetsThrough(Simulation checkout) {
        assertThat(checkout.requestsPerSecond(20).canary(errors(percent(0.2))).runs(100))
                .promotedAtLeast(percent(98))
                .within(minutes(10));
    }

    @Test
    void aReleaseThatGetsBadLaterIsRolledBackAlthoughTheEngineDies(Simulation checkout) {
        Run run = checkout.canary(from(minutes(2), errors(percent(20))))
                .at(seconds(150), World::killEngine)
                .at(minutes(3), World::restartEngine)
                .run();
        assertThat(run).rolledBackBecause("threshold-reached").neverExceeded(percent(50));
    }

    @Test
    void nothingIsPromotedWhileTheMetricsAreDown(Simulation checkout) {
        Run run = checkout.at(Duration.ZERO, world -> world.metric("request-success-rate", Double.NaN))
                .run();
        assertThat(run).rolledBack().reachedWeight(10).neverExceeded(percent(10));
    }

    static void draw(Run run) throws IOException {
        Files.writeString(Path.of("target/checkout.svg"), run.timeline().toSvg());
    }
}
