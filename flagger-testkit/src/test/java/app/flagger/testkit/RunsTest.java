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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    void oneOfSeveralRunsIsTheSameAsAloneButKeepsNoRecords() {
        Run alone = MIXED.all().get(7);
        Run again = STEPS.canary(errors(percent(1.2))).seed(8).run();

        assertThat(alone.toString()).isEqualTo(again.toString());
        assertThat(again.decisions()).isNotEmpty();
        assertThat(again.calls()).isNotEmpty();
        assertThatThrownBy(alone::decisions)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("play it alone: seed(8).run()");
        assertThatThrownBy(alone::calls).isInstanceOf(IllegalStateException.class);
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
    void ratesHoldEachForItself() {
        assertThat(MIXED)
                .rolledBackAtLeast(percent(20))
                .promotedAtLeast(percent(20))
                .rolledBackAtLeast(percent(20))
                .within(minutes(6))
                .rolledBackAtMost(percent(80))
                .promotedAtMost(percent(80))
                .shareAtLeast(Outcome.PROMOTED, percent(20))
                .shareAtMost(Outcome.ABORTED, percent(0));
        fails(
                () -> assertThat(MIXED).rolledBackAtLeast(percent(20)).rolledBackAtLeast(percent(99)),
                "expected at least 99 % runs that were rolled back, but it was " + MIXED.share(Outcome.ROLLED_BACK)
                        + ". It was otherwise with seeds ");
        fails(
                () -> assertThat(MIXED).promotedAtLeast(percent(20)).promotedAtMost(percent(5)),
                "expected at most 5 % runs that were promoted, but it was " + MIXED.share(Outcome.PROMOTED));
        fails(
                () -> assertThat(MIXED).shareAtLeast(Outcome.ABORTED, percent(1)),
                "expected at least 1 % runs that were aborted, but it was 0 %");
    }

    @Test
    void afterAnUpperLimitOfARateAllRunsAreMeant() {
        Duration longest = MIXED.tookQuantile(percent(100));

        assertThat(MIXED).rolledBackAtMost(percent(80)).within(longest);
        fails(
                () -> assertThat(MIXED)
                        .promotedAtLeast(percent(20))
                        .rolledBackAtMost(percent(80))
                        .within(longest.minusNanos(1)),
                "expected at least 100 % runs that took at most");
    }

    @Test
    void quantilesHoldEachForItself() {
        Share exposure = MIXED.exposureQuantile(percent(90));
        Duration took = MIXED.tookQuantile(percent(90));
        Duration detection = MIXED.detectionQuantile(percent(90)).orElseThrow();

        assertThat(MIXED)
                .exposureQuantileAtMost(percent(90), exposure)
                .tookQuantileAtMost(percent(90), took)
                .detectionQuantileAtMost(percent(90), detection)
                .promotedAtLeast(percent(20));
        fails(
                () -> assertThat(MIXED).exposureQuantileAtMost(percent(90), percent(1)),
                "expected exposure of at most 1 % for 90 %, but it was " + exposure + ". It was otherwise with seeds "
                        + worstBy(Run::exposure));
        fails(
                () -> assertThat(MIXED).tookQuantileAtMost(percent(90), took.minusNanos(1)),
                "expected time to the end of at most");
        fails(
                () -> assertThat(MIXED).detectionQuantileAtMost(percent(90), detection.minusNanos(1)),
                "expected time to detection of at most");
        fails(
                () -> assertThat(STEPS.runs(2)).detectionQuantileAtMost(percent(50), minutes(9)),
                "expected a time to detection of PT9M, but no run was rolled back");
    }

    @Test
    void aMessageNamesTheSeedsOfTheWorstRunsAndShowsTheWorst() {
        long worst = worstBy(Run::exposure);

        assertThatThrownBy(() -> assertThat(MIXED).exposedAtMost(percent(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("otherwise with seeds " + worst + ", ", " more. The first of them:")
                .hasMessageContaining("\nrun with seed " + worst + ": ");
    }

    @Test
    void doubtfulRunsMayBeMeant() {
        Simulation gated = policy("stepWeight: 20\nmaxWeight: 60\n" + VETO)
                .canary(errors(percent(1)))
                .requestsPerSecond(20)
                .at(Duration.ZERO, world -> world.hook("veto", 200));
        Runs runs = gated.runs(20);

        fails(() -> assertThat(runs).promotedAtLeast(percent(10)), "hook veto was told what to answer");
        assertThat(runs).neverAsked("veto").promotedAtLeast(percent(10)).rolledBackAtLeast(percent(10));
        fails(() -> assertThat(runs).neverAsked("vote"), "there is no hook vote that could have been called");
        fails(() -> assertThat(runs).sawNoRequest(), "expected a run whose canary saw no request, but there is none");
        fails(() -> assertThat(runs).neverMeasured("request-duration"), "expected a run that never asked metric");
        fails(
                () -> assertThat(runs).neverAsked("veto").didNotEnd(),
                "expected a run that did not end, but there is none");
    }

    @Test
    void aRevisionThatNeverRanMayBeMeant() {
        Runs runs = STEPS.revision("v3", errors(percent(50))).runs(2);

        fails(() -> assertThat(runs).promotedAtLeast(percent(100)), "(if that is meant, say neverRan(\"v3\") first)");
        fails(() -> assertThat(runs).didNotEnd(), "revision v3 was told how to behave, and never ran");
        assertThat(runs).neverRan("v3").promotedAtLeast(percent(100));
        fails(() -> assertThat(runs).neverRan("v2"), "expected a run that was told how revision v2 behaves");
    }

    @Test
    void runsThatDoNotEndMayBeMeant() {
        Runs runs = STEPS.requestsPerSecond(1).at(minutes(2), World::killEngine).runs(2);

        fails(() -> assertThat(runs).promotedAtMost(percent(0)), "the run did not end within 7 days");
        assertThat(runs).didNotEnd().promotedAtMost(percent(0)).neverExceeded(percent(60));
        Runs idle = STEPS.requestsPerSecond(1).at(seconds(1), World::killEngine).runs(2);
        fails(() -> assertThat(idle).didNotEnd(), "the canary saw no request");
        assertThat(idle)
                .sawNoRequest()
                .neverMeasured("request-success-rate", "request-duration")
                .didNotEnd()
                .neverExceeded(percent(0));
    }

    private static <T extends Comparable<T>> long worstBy(Function<Run, T> value) {
        return MIXED.all().stream()
                .max(Comparator.comparing(value))
                .orElseThrow()
                .seed();
    }

    private static void fails(ThrowingCallable assertion, String with) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContaining(with);
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
