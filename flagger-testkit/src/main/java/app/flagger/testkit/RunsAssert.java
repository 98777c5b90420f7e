package app.flagger.testkit;

import app.flagger.engine.RunResult.Outcome;
import app.flagger.testkit.world.Share;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about several runs. The first one names a share of the runs; each one after it narrows them: {@code
 * rolledBackAtLeast(percent(99)).within(minutes(3))} says that 99 % of the runs were rolled back within three minutes.
 */
public final class RunsAssert extends AbstractAssert<RunsAssert, Runs> {
    private List<Run> matching;
    private Share least = new Share(100);
    private String so = "runs";

    RunsAssert(Runs runs) {
        super(runs, RunsAssert.class);
        matching = runs.all();
    }

    /** At least that share of the runs was rolled back. */
    public RunsAssert rolledBackAtLeast(Share share) {
        least = share;
        return narrow("were rolled back", run -> run.was(Outcome.ROLLED_BACK));
    }

    /** At least that share of the runs was promoted. */
    public RunsAssert promotedAtLeast(Share share) {
        least = share;
        return narrow("were promoted", run -> run.was(Outcome.PROMOTED));
    }

    /** … and took no longer from the push to the end. */
    public RunsAssert within(Duration span) {
        return narrow("took at most " + span, run -> run.took().compareTo(span) <= 0);
    }

    /** … and took no longer from the push to the decision to roll back, which all of them came to. */
    public RunsAssert detectedWithin(Duration span) {
        return narrow(
                "were decided to be rolled back within " + span,
                run -> run.detectedAfter()
                        .filter(took -> took.compareTo(span) <= 0)
                        .isPresent());
    }

    /** … and sent at most that share of the requests since the push to the canary. */
    public RunsAssert exposedAtMost(Share share) {
        return narrow(
                "sent at most " + share + " to the canary",
                run -> run.exposure().compareTo(share) <= 0);
    }

    /** … and never gave the canary a higher weight while it was analysed. */
    public RunsAssert neverExceeded(Share weight) {
        return narrow("never exceeded " + weight, run -> run.highestWeight() <= weight.percent());
    }

    private RunsAssert narrow(String what, Predicate<Run> predicate) {
        isNotNull();
        meaningful();
        so = so + (so.equals("runs") ? " that " : " and ") + what;
        List<Run> before = matching;
        matching = before.stream().filter(predicate).toList();
        Share found = Share.of(matching.size(), actual.all().size());
        if (found.compareTo(least) < 0) {
            Run other = before.stream().filter(predicate.negate()).findFirst().orElseThrow();
            throw failure("expected at least %s %s, but it was %s. One that did not:%n%s", least, so, found, other);
        }
        return this;
    }

    private void meaningful() {
        for (Run run : actual.all()) {
            Optional<String> doubt = run.unfinished()
                    .or(run::withoutRequests)
                    .or(run::unasked)
                    .or(() -> run.unreached(Collections.emptySet()))
                    .or(() -> run.unrun(Collections.emptySet()));
            if (doubt.isPresent()) {
                throw failure("%s%n%s", doubt.get(), run);
            }
        }
        Run.unstruck(actual.all()).ifPresent(doubt -> {
            throw failure("%s%n%s", doubt, actual);
        });
    }
}
