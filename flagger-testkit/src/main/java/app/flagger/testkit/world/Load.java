package app.flagger.testkit.world;

/** How many requests each version got in the last ten seconds, those of the second that runs left out. */
final class Load {
    private static final long SECOND = 1_000_000_000L;
    private static final int WINDOW = 10;

    /** What each version had seen when a second began, for the last seconds in turn. */
    private final long[][] marks = new long[WINDOW + 1][Role.values().length];

    private long second;

    /** Nothing came yet; time of the clock. */
    Load(long now) {
        second = now / SECOND;
    }

    /**
     * Time goes on.
     *
     * @param seen what each version has seen so far; nothing came since the last time that differs
     */
    void until(long now, long[] seen) {
        long next = now / SECOND;
        for (long begun = Math.max(second + 1, next - WINDOW); begun <= next; begun++) {
            System.arraycopy(seen, 0, mark(begun), 0, seen.length);
        }
        second = Math.max(second, next);
    }

    /** Requests per second. */
    double perSecond(Role role) {
        return (mark(second)[role.ordinal()] - mark(second - WINDOW)[role.ordinal()]) / (double) WINDOW;
    }

    private long[] mark(long begun) {
        return marks[(int) Math.floorMod(begun, (long) marks.length)];
    }
}
