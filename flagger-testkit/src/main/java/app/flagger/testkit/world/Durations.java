package app.flagger.testkit.world;

/**
 * Durations of requests, ready to be drawn: the log-normal distribution cut into 1,024 equally likely values. Histograms have
 * buckets that are 5 % wide, between 1 µs and about 10 days. Immutable.
 */
final class Durations {
    /** How many buckets a histogram has. */
    static final int BUCKETS = 560;

    private static final int VALUES = 1024;
    private static final double WIDTH = StrictMath.log(1.05);
    private static final double LEAST_MILLIS = 1e-3;

    private final short[] bucket = new short[VALUES];

    private Durations() {}

    static Durations of(Latency latency) {
        Durations made = new Durations();
        for (int i = 0; i < VALUES; i++) {
            made.bucket[i] = (short) bucketOf(latency.quantile((i + 0.5) / VALUES));
        }
        return made;
    }

    /** Draws a duration: the bucket that it falls into, so many buckets further up. */
    int draw(long random, int slower) {
        return Math.max(0, Math.min(BUCKETS - 1, bucket[(int) (random & (VALUES - 1))] + slower));
    }

    /** By how many buckets durations times a factor lie further up. */
    static int buckets(double factor) {
        double most = BUCKETS;
        return (int) Math.max(-most, Math.min(most, StrictMath.rint(StrictMath.log(factor) / WIDTH)));
    }

    /** The duration in milliseconds below which a share of a histogram lies, interpolated within a bucket as Prometheus does. */
    static double quantile(int[] histogram, long total, double share) {
        double rank = share * total;
        long below = 0;
        for (int i = 0; i < BUCKETS; i++) {
            if (histogram[i] > 0 && below + histogram[i] >= rank) {
                double within = (rank - below) / histogram[i];
                return lower(i) + (lower(i + 1) - lower(i)) * within;
            }
            below += histogram[i];
        }
        throw new IllegalArgumentException("a histogram of " + below + " durations has no quantile of " + total);
    }

    private static int bucketOf(double millis) {
        int index = (int) StrictMath.floor(StrictMath.log(millis / LEAST_MILLIS) / WIDTH);
        return Math.max(0, Math.min(BUCKETS - 1, index));
    }

    private static double lower(int bucket) {
        return LEAST_MILLIS * StrictMath.exp(bucket * WIDTH);
    }
}
