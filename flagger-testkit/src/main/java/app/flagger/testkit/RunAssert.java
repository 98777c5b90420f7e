package app.flagger.testkit;

import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.engine.RunResult.Outcome;
import app.flagger.testkit.world.Share;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about one {@link Run}: about the last revision that was pushed, from its push on, unless they say otherwise. Messages
 * end with its seed and timeline.
 *
 * <p>Each first fails where the run did not end, its canary saw no request, a configured metric was never asked, a hook whose
 * answer the test set was never reached, a revision whose behaviour it said never ran, or a fault that is meant for certain calls
 * never struck. What of that is meant is said before all else, in this order: {@link #sawNoRequest()}, {@link #neverMeasured},
 * {@link #neverAsked}, {@link #neverRan}, {@link #neverStruck}, {@link #didNotEnd()}. Each of these words allows its own doubt and no
 * other.
 */
public final class RunAssert extends AbstractAssert<RunAssert, Run> {
    private final Doubts doubts = new Doubts();
    private final Set<String> mayNotStrike = new LinkedHashSet<>();

    RunAssert(Run run) {
        super(FlaggerAssertions.there(run, "is no run"), RunAssert.class);
    }

    /** The last revision that was pushed was promoted. */
    public RunAssert promoted() {
        return endedAs(Outcome.PROMOTED);
    }

    /** The last revision that was pushed was rolled back. */
    public RunAssert rolledBack() {
        return endedAs(Outcome.ROLLED_BACK);
    }

    /** Somebody ended the run. */
    public RunAssert aborted() {
        return endedAs(Outcome.ABORTED);
    }

    /** It was rolled back, and this rule is one of the reasons, as {@code threshold-reached}. */
    public RunAssert rolledBackBecause(String rule) {
        rolledBack();
        List<String> rules = actual.reasons().stream().map(Reason::rule).toList();
        return check(rules.contains(rule), () -> "expected the reason " + rule + ", but was " + rules);
    }

    /** While the revision was analysed, the canary had that weight or a higher one. */
    public RunAssert reachedWeight(int percent) {
        return check(
                actual.highestWeight() >= percent,
                () -> "expected a weight of " + percent + ", but the highest was " + actual.highestWeight());
    }

    /** While the revision was analysed, the canary never had a higher weight. */
    public RunAssert neverExceeded(Share weight) {
        return check(
                actual.highestWeight() <= weight.percent(),
                () -> "expected no weight above " + weight + ", but it reached " + actual.highestWeight() + " %");
    }

    /** The canary answered at most that share of the requests from the push to the end of the run. */
    public RunAssert exposedAtMost(Share share) {
        return check(
                actual.exposure().compareTo(share) <= 0,
                () -> "expected that the canary answers at most " + share + ", but it answered " + actual.exposure());
    }

    /** From the push to the end of the run it took no longer. */
    public RunAssert within(Duration span) {
        return check(
                actual.took().compareTo(span) <= 0,
                () -> "expected an end within " + span + ", but it took " + actual.took());
    }

    /** From the push to the decision to roll back it took no longer; one that was not rolled back fails. */
    public RunAssert detectedWithin(Duration span) {
        rolledBack();
        return check(
                actual.detectedAfter().filter(took -> took.compareTo(span) <= 0).isPresent(),
                () -> "expected the decision to roll back within " + span + ", but it took "
                        + actual.detectedAfter().map(Duration::toString).orElse("longer than the run"));
    }

    /** So many checks passed. */
    public RunAssert passedChecks(int count) {
        return counted(Verdict.PASS, count);
    }

    /** So many checks failed. */
    public RunAssert failedChecks(int count) {
        return counted(Verdict.FAIL, count);
    }

    /** A hook of that name was called since the push, or a gate in Java behind it. */
    public RunAssert asked(String hook) {
        List<String> names = hooks();
        return check(names.contains(hook), () -> "expected a call of hook " + hook + ", but there were only " + names);
    }

    /** No hook of that name was called since the push, which is what is meant also if the test said what it would have answered. */
    public RunAssert neverAsked(String hook) {
        deny(Doubts.unknownHook(actual, hook));
        doubts.neverAsked(hook);
        deny(actual.gaps().told(hook) ? doubts.beforeNeverAsked(actual) : doubts.about(actual));
        return require(!hooks().contains(hook), () -> "expected no call of hook " + hook + ", but it was called");
    }

    /** That revision never ran, which is what is meant although the test said how it would have behaved. */
    public RunAssert neverRan(String revision) {
        doubts.neverRan(revision);
        deny(doubts.beforeNeverRan(actual));
        return require(
                actual.gaps().idle(revision),
                () -> "expected that revision " + revision + " was told how to behave, and never ran");
    }

    /** A metric of that name was asked of the revision, whatever came of it. */
    public RunAssert measured(String metric) {
        return check(
                actual.judgedMeasured().contains(metric),
                () -> "expected a query of metric " + metric + ", but there were only " + actual.judgedMeasured());
    }

    /** An alert of that severity was sent, at any time of the simulation. */
    public RunAssert alerted(Severity severity) {
        List<Severity> severities =
                actual.alerts().stream().map(alert -> alert.severity()).toList();
        return check(
                severities.contains(severity),
                () -> "expected an alert " + severity + ", but there were " + severities);
    }

    /** An event with that code was published, at any time of the simulation. */
    public RunAssert published(String code) {
        List<String> codes = actual.events().stream().map(event -> event.code()).toList();
        return check(codes.contains(code), () -> "expected an event " + code + ", but there were " + codes);
    }

    /** The run did not end within seven days, which is what is meant. */
    public RunAssert didNotEnd() {
        require(!actual.ended(), () -> "expected a run without an end, but it ended");
        doubts.didNotEnd();
        return deny(doubts.beforeDidNotEnd(actual));
    }

    /** The canary saw no request while it ran the revision, which is what is meant. */
    public RunAssert sawNoRequest() {
        doubts.sawNoRequest();
        return require(!actual.canarySawRequests(), () -> "expected a canary without requests, but it saw some");
    }

    /**
     * These metrics were never asked of the revision, which is what is meant. All others must have been.
     *
     * @param metrics names that the canary has
     */
    public RunAssert neverMeasured(String... metrics) {
        deny(Doubts.unknownMetric(actual, metrics));
        doubts.neverMeasured(metrics);
        deny(doubts.beforeNeverMeasured(actual));
        for (String metric : metrics) {
            require(
                    !actual.judgedMeasured().contains(metric),
                    () -> "expected no query of metric " + metric + ", but it was asked");
        }
        return this;
    }

    /** No call of the run was one that this fault was meant for, which is what is meant. */
    public RunAssert neverStruck(Fault fault) {
        String meant = fault.toString();
        require(actual.gaps().given(fault), () -> "fault " + meant + " was not given to the simulation");
        mayNotStrike.add(meant);
        return require(
                actual.gaps().missed(fault), () -> "expected that fault " + meant + " never strikes, but it struck");
    }

    private RunAssert endedAs(Outcome outcome) {
        return check(
                actual.was(outcome),
                () -> "expected " + outcome + ", but was "
                        + actual.result()
                                .map(result -> result.outcome() + " " + result.reasons())
                                .orElse("not ended"));
    }

    private RunAssert counted(Verdict verdict, int count) {
        long found = actual.judgedChecks().stream()
                .filter(check -> check.verdict() == verdict)
                .count();
        return check(found == count, () -> "expected " + count + " checks that " + verdict + ", but was " + found);
    }

    private List<String> hooks() {
        return actual.judgedHooks().stream().map(HookRequest::name).distinct().toList();
    }

    private RunAssert check(boolean holds, Supplier<String> otherwise) {
        deny(doubts.about(actual).or(() -> actual.gaps().unstruck(mayNotStrike)));
        return require(holds, otherwise);
    }

    private RunAssert deny(Optional<String> doubt) {
        return require(doubt.isEmpty(), doubt::orElseThrow);
    }

    private RunAssert require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw failure("%s%n%s", otherwise.get(), actual);
        }
        return this;
    }
}
