package app.flagger.testkit;

import app.flagger.api.Problems;
import app.flagger.engine.RunResult;
import app.flagger.testkit.world.Share;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The same simulation with several seeds: a policy is a distribution. A quantile is the smallest value found that the wanted share
 * of the runs stays at or below (nearest rank), so {@code percent(50)} gives the median and {@code percent(100)} the worst. Immutable.
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

    /** The time from the push to the end that a share of the runs took at most. */
    public Duration tookQuantile(Share share) {
        return quantile(share, all.stream().map(Run::took).toList());
    }

    /** The exposure that a share of the runs had at most. */
    public Share exposureQuantile(Share share) {
        return quantile(share, all.stream().map(Run::exposure).toList());
    }

    /**
     * The time from the push to the decision to roll back that a share <em>of the runs that were rolled back</em> took at most;
     * nothing if none was.
     */
    public Optional<Duration> detectionQuantile(Share share) {
        List<Duration> detected =
                all.stream().flatMap(run -> run.detectedAfter().stream()).toList();
        return detected.isEmpty() ? Optional.empty() : Optional.of(quantile(share, detected));
    }

    private static <T extends Comparable<T>> T quantile(Share share, List<T> values) {
        List<T> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        int index = (int) StrictMath.ceil(share.percent() * sorted.size() / 100) - 1;
        return sorted.get(Math.max(0, index));
    }

    /** The rates and quantiles, in a few lines. */
    @Override
    public String toString() {
        long ended = all.stream().filter(Run::ended).count();
        return all.size() + " runs, seeds " + all.get(0).seed() + " to "
                + all.get(all.size() - 1).seed() + ": promoted " + share(RunResult.Outcome.PROMOTED) + ", rolled back "
                + share(RunResult.Outcome.ROLLED_BACK)
                + (ended < all.size() ? ", not ended " + (all.size() - ended) : "")
                + line("exposure", this::exposureQuantile)
                + line("time to the end", share -> words(tookQuantile(share)))
                + (detectionQuantile(new Share(0)).isPresent()
                        ? line(
                                "time to detection",
                                share -> words(detectionQuantile(share).orElseThrow()))
                        : "");
    }

    private static String line(String what, Function<Share, Object> quantile) {
        return String.format(
                Locale.ROOT,
                "\n  %-18s median %s, 90 %% at most %s, all at most %s",
                what,
                quantile.apply(new Share(50)),
                quantile.apply(new Share(90)),
                quantile.apply(new Share(100)));
    }

    private static String words(Duration span) {
        return span.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
