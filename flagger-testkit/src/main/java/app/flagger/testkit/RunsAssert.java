package app.flagger.testkit;

import app.flagger.api.plug.HookRequest;
import app.flagger.engine.RunResult.Outcome;
import app.flagger.testkit.world.Share;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about several runs. There are three kinds; each holds for itself, and all can be combined:
 *
 * <ul>
 *   <li>Rates: {@code promotedAtLeast(percent(90)).rolledBackAtMost(percent(5))}.
 *   <li>Quantiles, as {@link Runs} has them: {@code exposureQuantileAtMost(percent(99), percent(20))} says that 99 % of the runs sent
 *       at most 20 % of the requests to the canary.
 *   <li>What each run must hold to: {@link #within}, {@link #detectedWithin}, {@link #exposedAtMost} and {@link #neverExceeded}. After
 *       a rate with {@code AtLeast} they narrow its runs: {@code rolledBackAtLeast(percent(99)).within(minutes(3))} says that 99 % of
 *       the runs were rolled back within three minutes. Otherwise, also after any other assertion, they are about all runs.
 * </ul>
 *
 * <p>As with {@link RunAssert}, each first fails where any run did not end, saw no request at the canary, never asked a configured
 * metric, never reached a hook whose answer the test set, or never ran a revision whose behaviour it said; and where a fault that is
 * meant for certain calls struck in none of them. What of that is meant of some runs, at least one, is said before all else, in this
 * order: {@link #sawNoRequest()}, {@link #neverMeasured}, {@link #neverAsked}, {@link #neverRan}, {@link #didNotEnd()}. Messages name the
 * seeds of the runs that were otherwise, the worst ones first, and show the first of them.
 */
public final class RunsAssert extends AbstractAssert<RunsAssert, Runs> {
    private static final int MOST_SEEDS = 5;
    private static final Share ALL = new Share(100);

    private final Doubts doubts = new Doubts();
    private List<Run> matching;
    private Share least = ALL;
    private String so = "";

    RunsAssert(Runs runs) {
        super(FlaggerAssertions.there(runs, "are no runs"), RunsAssert.class);
        matching = runs.all();
    }

    /** At least that share of the runs was rolled back. */
    public RunsAssert rolledBackAtLeast(Share share) {
        return shareAtLeast(Outcome.ROLLED_BACK, share);
    }

    /** At most that share of the runs was rolled back. */
    public RunsAssert rolledBackAtMost(Share share) {
        return shareAtMost(Outcome.ROLLED_BACK, share);
    }

    /** At least that share of the runs was promoted. */
    public RunsAssert promotedAtLeast(Share share) {
        return shareAtLeast(Outcome.PROMOTED, share);
    }

    /** At most that share of the runs was promoted. */
    public RunsAssert promotedAtMost(Share share) {
        return shareAtMost(Outcome.PROMOTED, share);
    }

    /** At least that share of the runs ended in that way. */
    public RunsAssert shareAtLeast(Outcome outcome, Share share) {
        sentence(share);
        return narrow("were " + words(outcome), run -> run.was(outcome), Comparator.comparingLong(Run::seed));
    }

    /** At most that share of the runs ended in that way. */
    public RunsAssert shareAtMost(Outcome outcome, Share share) {
        sentence(ALL);
        Share found = actual.share(outcome);
        List<Run> those = actual.all().stream().filter(run -> run.was(outcome)).toList();
        return require(
                found.compareTo(share) <= 0,
                "expected at most " + share + " runs that were " + words(outcome) + ", but it was " + found,
                those);
    }

    /** That share of the runs sent at most so much of the requests to the canary, from the push to the end of the run. */
    public RunsAssert exposureQuantileAtMost(Share share, Share exposure) {
        return quantile(share, "exposure", Optional.of(actual.exposureQuantile(share)), exposure, Run::exposure);
    }

    /** That share of the runs took no longer from the push to the end of the run. */
    public RunsAssert tookQuantileAtMost(Share share, Duration span) {
        return quantile(share, "time to the end", Optional.of(actual.tookQuantile(share)), span, Run::took);
    }

    /**
     * That share <em>of the runs that were rolled back</em> took no longer from the push to the decision to roll back. Fails if
     * none was rolled back.
     */
    public RunsAssert detectionQuantileAtMost(Share share, Duration span) {
        return quantile(
                share,
                "time to detection",
                actual.detectionQuantile(share),
                span,
                run -> run.detectedAfter().orElse(Duration.ZERO));
    }

    /** … and took no longer from the push to the end of the run. */
    public RunsAssert within(Duration span) {
        return narrow("took at most " + span, run -> run.took().compareTo(span) <= 0, worst(Run::took));
    }

    /** … and took no longer from the push to the decision to roll back, which all of them came to. */
    public RunsAssert detectedWithin(Duration span) {
        return narrow(
                "were decided to be rolled back within " + span,
                run -> run.detectedAfter()
                        .filter(took -> took.compareTo(span) <= 0)
                        .isPresent(),
                worst(run -> run.detectedAfter().orElse(Play.LONGEST)));
    }

    /** … and sent at most that share of the requests from the push to the end of the run to the canary. */
    public RunsAssert exposedAtMost(Share share) {
        return narrow(
                "sent at most " + share + " to the canary",
                run -> run.exposure().compareTo(share) <= 0,
                worst(Run::exposure));
    }

    /** … and never gave the canary a higher weight while it was analysed. */
    public RunsAssert neverExceeded(Share weight) {
        return narrow(
                "never exceeded " + weight, run -> run.highestWeight() <= weight.percent(), worst(Run::highestWeight));
    }

    /** In some of the runs the canary saw no request, which is what is meant. */
    public RunsAssert sawNoRequest() {
        doubts.sawNoRequest();
        return some(run -> !run.canarySawRequests(), "whose canary saw no request");
    }

    /**
     * In some of the runs these metrics were never asked, which is what is meant.
     *
     * @param metrics names that the canary has
     */
    public RunsAssert neverMeasured(String... metrics) {
        deny(run -> Doubts.unknownMetric(run, metrics));
        doubts.neverMeasured(metrics);
        deny(doubts::beforeNeverMeasured);
        for (String metric : metrics) {
            some(run -> !run.judgedMeasured().contains(metric), "that never asked metric " + metric);
        }
        return this;
    }

    /** In some of the runs no hook of that name was called, which is what is meant also if the test said what it would have answered. */
    public RunsAssert neverAsked(String hook) {
        deny(run -> Doubts.unknownHook(run, hook));
        doubts.neverAsked(hook);
        deny(doubts::beforeNeverAsked);
        return some(
                run -> run.judgedHooks().stream().map(HookRequest::name).noneMatch(hook::equals),
                "that never called hook " + hook);
    }

    /** In some of the runs that revision never ran, which is what is meant although the test said how it would have behaved. */
    public RunsAssert neverRan(String revision) {
        doubts.neverRan(revision);
        deny(doubts::beforeNeverRan);
        return some(
                run -> run.gaps().idle(revision),
                "that was told how revision " + revision + " behaves, and never ran it");
    }

    /** Some of the runs did not end within seven days, which is what is meant. */
    public RunsAssert didNotEnd() {
        doubts.didNotEnd();
        deny(doubts::beforeDidNotEnd);
        return some(run -> !run.ended(), "that did not end");
    }

    /** Begins anew with all runs. */
    private void sentence(Share share) {
        deny(doubts::about);
        matching = actual.all();
        least = share;
        so = "";
    }

    private RunsAssert narrow(String what, Predicate<Run> predicate, Comparator<Run> order) {
        deny(doubts::about);
        so = so + (so.isEmpty() ? "that " : " and ") + what;
        List<Run> others =
                matching.stream().filter(predicate.negate()).sorted(order).toList();
        matching = matching.stream().filter(predicate).toList();
        Share found = Share.of(matching.size(), actual.all().size());
        return require(
                found.compareTo(least) >= 0,
                "expected at least " + least + " runs " + so + ", but it was " + found,
                others);
    }

    private <T extends Comparable<T>> RunsAssert quantile(
            Share share, String what, Optional<T> found, T most, Function<Run, T> value) {
        sentence(ALL);
        if (found.isEmpty()) {
            return require(false, "expected a " + what + " of " + most + ", but no run was rolled back", actual.all());
        }
        List<Run> others = actual.all().stream()
                .filter(run -> value.apply(run).compareTo(most) > 0)
                .sorted(worst(value))
                .toList();
        return require(
                found.get().compareTo(most) <= 0,
                "expected " + what + " of at most " + most + " for " + share + ", but it was " + found.get(),
                others);
    }

    private RunsAssert some(Predicate<Run> predicate, String what) {
        return require(
                actual.all().stream().anyMatch(predicate), "expected a run " + what + ", but there is none", List.of());
    }

    private void deny(Function<Run, Optional<String>> doubt) {
        for (Run run : actual.all()) {
            Optional<String> said = doubt.apply(run);
            if (said.isPresent()) {
                throw failure("%s%n%s", said.get(), run);
            }
        }
        Gaps.unstruck(actual.all()).ifPresent(missed -> {
            throw failure("%s%n%s", missed, actual);
        });
    }

    private RunsAssert require(boolean holds, String otherwise, List<Run> others) {
        if (holds) {
            return this;
        }
        if (others.isEmpty()) {
            throw failure("%s%n%s", otherwise, actual);
        }
        String seeds = others.stream()
                .limit(MOST_SEEDS)
                .map(run -> String.valueOf(run.seed()))
                .collect(Collectors.joining(", "));
        int more = others.size() - MOST_SEEDS;
        throw failure(
                "%s. It was otherwise with seeds %s%s. The first of them:%n%s",
                otherwise, seeds, more > 0 ? " and " + more + " more" : "", others.get(0));
    }

    private static <T extends Comparable<T>> Comparator<Run> worst(Function<Run, T> value) {
        return Comparator.comparing(value).reversed();
    }

    private static String words(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
