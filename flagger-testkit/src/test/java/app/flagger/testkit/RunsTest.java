package app.flagger.testkit;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Policies.policy;
import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.engine.RunResult.Outcome;
import app.flagger.testkit.world.Share;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static final Simulation STEPS =
            policy("stepWeight: 20\nmaxWeight: 60").requestsPerSecond(20);
    private static final String VETO =
            "webhooks: [{name: veto, type: confirm-promotion, url: 'http://gates.test/veto'}]";

    /** Errors that are sometimes seen and sometimes not. */
    private static final Runs MIXED = STEPS.canary(errors(percent(1.2))).runs(40);

    @Test
    void aPolicyIsADistribution() {
        assertThat(MIXED.share(Outcome.PROMOTED)).isGreaterThan(percent(0));
        assertThat(MIXED.share(Outcome.ROLLED_BACK)).isGreaterThan(percent(0));
        assertThat(MIXED.share(Outcome.PROMOTED).percent()
                        + MIXED.share(Outcome.ROLLED_BACK).percent())
                .isEqualTo(100);
    }

    @Test
    void aQuantileIsAValueThatThatShareStaysAtOrBelow() {
        List<Share> exposures = MIXED.all().stream().map(Run::exposure).sorted().toList();

        assertThat(MIXED.exposureQuantile(percent(0))).isEqualTo(exposures.get(0));
        assertThat(MIXED.exposureQuantile(percent(50))).isEqualTo(exposures.get(19));
        assertThat(MIXED.exposureQuantile(percent(52))).isEqualTo(exposures.get(20));
        assertThat(MIXED.exposureQuantile(percent(95))).isEqualTo(exposures.get(37));
        assertThat(MIXED.exposureQuantile(percent(100))).isEqualTo(exposures.get(39));
        assertThat(MIXED.tookQuantile(percent(100))).isGreaterThanOrEqualTo(MIXED.tookQuantile(percent(50)));
    }

    @Test
    void timeToDetectionIsThatOfTheRunsThatWereRolledBack() {
        List<Duration> detected = MIXED.all().stream()
                .filter(run -> run.was(Outcome.ROLLED_BACK))
                .map(run -> run.detectedAfter().orElseThrow())
                .sorted()
                .toList();

        assertThat(detected).isNotEmpty().hasSizeLessThan(40).allMatch(span -> span.compareTo(seconds(90)) >= 0);
        assertThat(MIXED.detectionQuantile(percent(100))).contains(detected.get(detected.size() - 1));
        assertThat(STEPS.runs(2).detectionQuantile(percent(50))).isEqualTo(Optional.empty());
        assertThat(STEPS.run().detectedAfter()).isEmpty();
    }

    @Test
    void theTextSaysRatesAndQuantiles() {
        String number = "[0-9.]+ %";
        assertThat(STEPS.canary(errors(percent(50))).runs(5).toString())
                .matches("5 runs, seeds 1 to 5: promoted 0 %, rolled back 100 %\n"
                        + "  exposure           median " + number + ", 90 % at most " + number + ", all at most "
                        + number
                        + "\n"
                        + "  time to the end    median 2m, 90 % at most 2m, all at most 2m\n"
                        + "  time to detection  median 2m, 90 % at most 2m, all at most 2m");
        assertThat(STEPS.runs(2).toString())
                .contains("promoted 100 %, rolled back 0 %", "exposure", "time to the end")
                .doesNotContain("detection", "not ended");
    }

    @Test
    void assertionsNarrowTheRunsOneAfterTheOther() {
        Runs bad = STEPS.canary(errors(percent(50))).runs(20);

        assertThat(bad)
                .rolledBackAtLeast(percent(100))
                .detectedWithin(minutes(2))
                .within(minutes(3))
                .exposedAtMost(percent(30));
        assertThatThrownBy(() -> assertThat(bad).rolledBackAtLeast(percent(90)).detectedWithin(seconds(30)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("were decided to be rolled back within PT30S", "run with seed 1");
        assertThatThrownBy(() ->
                        assertThat(STEPS.runs(3)).promotedAtLeast(percent(90)).detectedWithin(minutes(9)))
                .isInstanceOf(AssertionError.class);
        assertThat(bad.all().get(0)).rolledBack().detectedWithin(minutes(2));
    }

    @Test
    void aRunThatNeverReachedAHookWhoseAnswerIsSetFailsEveryOtherAssertion() {
        Simulation vetoed = policy("stepWeight: 20\n" + VETO)
                .at(Duration.ZERO, world -> world.hook("veto", 403))
                .canary(errors(percent(50)));

        assertThatThrownBy(() -> assertThat(vetoed.run()).rolledBack())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("hook veto was told what to answer, and was never reached");
        assertThatThrownBy(() -> assertThat(vetoed.runs(2)).rolledBackAtLeast(percent(100)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("hook veto was told what to answer, and was never reached");
        assertThat(vetoed.run()).neverAsked("veto").rolledBack();
    }
}
