package app.flagger.testkit.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts requests by revision in bins of equal width. When there would be too many bins, every two become one, so that a run of
 * days takes no more memory than one of minutes.
 */
final class Ledger {
    static final int MOST_BINS = 120;

    private final SortedMap<String, Counts> byRevision = new TreeMap<>();
    private final long start;
    private long width = Duration.ofSeconds(1).toNanos();

    /** Nothing counted yet, from that time of the clock on. */
    Ledger(long start) {
        this.start = start;
    }

    private record Counts(long[] answered, long[] failed) {
        void halve() {
            halve(answered);
            halve(failed);
        }

        private static void halve(long[] bins) {
            for (int i = 0; i < MOST_BINS; i++) {
                bins[i] = 2 * i + 1 < MOST_BINS ? bins[2 * i] + bins[2 * i + 1] : 0;
            }
        }
    }

    void count(String revision, long answered, long failed, long at) {
        while ((at - start) / width >= MOST_BINS) {
            byRevision.values().forEach(Counts::halve);
            width *= 2;
        }
        int bin = (int) ((at - start) / width);
        Counts counts =
                byRevision.computeIfAbsent(revision, first -> new Counts(new long[MOST_BINS], new long[MOST_BINS]));
        counts.answered[bin] += answered;
        counts.failed[bin] += failed;
    }

    /** All requests of each revision. */
    SortedMap<String, Long> totals() {
        SortedMap<String, Long> totals = new TreeMap<>();
        byRevision.forEach((revision, counts) -> {
            long total = 0;
            for (long answered : counts.answered) {
                total += answered;
            }
            totals.put(revision, total);
        });
        return totals;
    }

    /**
     * What was counted, without empty bins, by time and then by revision; the last bin ends now.
     *
     * @param zero from when times are counted
     */
    List<Throughput> bins(long zero, long now) {
        List<Throughput> bins = new ArrayList<>();
        for (int i = 0; i < MOST_BINS; i++) {
            long from = start + i * width;
            for (Map.Entry<String, Counts> one : byRevision.entrySet()) {
                long answered = one.getValue().answered[i];
                if (answered > 0) {
                    bins.add(new Throughput(
                            Duration.ofNanos(from - zero),
                            Duration.ofNanos(Math.min(from + width, Math.max(now, from + 1)) - zero),
                            one.getKey(),
                            answered,
                            one.getValue().failed[i]));
                }
            }
        }
        return bins;
    }
}
