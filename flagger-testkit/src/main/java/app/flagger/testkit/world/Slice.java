package app.flagger.testkit.world;

/** The requests of at most one second, counted by version. */
final class Slice {
    private static final int ROLES = Role.values().length;

    final long end;
    private final long[] total = new long[ROLES];
    private final long[] failed = new long[ROLES];
    private final int[][] durations = new int[ROLES][0];

    Slice(long end) {
        this.end = end;
    }

    void fail(Role role) {
        total[role.ordinal()]++;
        failed[role.ordinal()]++;
    }

    /** A request that was answered, well or not. */
    void answer(Role role, boolean bad, int bucket) {
        int index = role.ordinal();
        total[index]++;
        if (bad) {
            failed[index]++;
        }
        int[] histogram = durations[index];
        if (histogram.length == 0) {
            histogram = new int[Durations.BUCKETS];
            durations[index] = histogram;
        }
        histogram[bucket]++;
    }

    long total(Role role) {
        return total[role.ordinal()];
    }

    long failed(Role role) {
        return failed[role.ordinal()];
    }

    /** Adds the histogram of durations to another one and returns how many there were. */
    long addDurations(Role role, int[] sum) {
        int[] histogram = durations[role.ordinal()];
        long count = 0;
        for (int i = 0; i < histogram.length; i++) {
            sum[i] += histogram[i];
            count += histogram[i];
        }
        return count;
    }
}
