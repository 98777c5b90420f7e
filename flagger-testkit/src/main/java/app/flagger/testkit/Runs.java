package app.flagger.testkit;

import app.flagger.api.Problems;
import app.flagger.engine.RunResult;
import app.flagger.testkit.world.Share;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The same simulation with several seeds: a policy is a distribution. Immutable.
 *
 * @param all at least one run, in order of their seeds
 */
public record Runs(List<Run> all) {
    /** @throws app.flagger.api.InvalidResource if there is no run */
    public Runs {
        Problems problems = new Problems();
        problems.require(!all.isEmpty(), "seeds", 0, "must be at least 1");
        problems.throwIfAny("runs");
        all = List.copyOf(all);
    }

    /** The share of the runs that ended in that way. */
    public Share share(RunResult.Outcome outcome) {
        return Share.of(all.stream().filter(run -> run.was(outcome)).count(), all.size());
    }

    /** The time that a share of the runs took at most. */
    public Duration tookQuantile(Share share) {
        return quantile(share, Run::took);
    }

    /** The exposure that a share of the runs had at most. */
    public Share exposureQuantile(Share share) {
        return quantile(share, Run::exposure);
    }

    private <T extends Comparable<T>> T quantile(Share share, Function<Run, T> of) {
        List<T> sorted = all.stream().map(of).sorted(Comparator.naturalOrder()).toList();
        int index = (int) StrictMath.ceil(share.fraction() * sorted.size()) - 1;
        return sorted.get(Math.max(0, index));
    }

    /** The rates, in one line. */
    @Override
    public String toString() {
        return all.size() + " runs: promoted " + share(RunResult.Outcome.PROMOTED) + ", rolled back "
                + share(RunResult.Outcome.ROLLED_BACK);
    }
}
