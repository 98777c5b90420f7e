package app.flagger.api;

/**
 * Orders the writes of all engines that ever drove a canary. A plug that can compare refuses a fence that is lower than one it
 * has seen, with {@link PlugException.Kind#CONFLICT}.
 *
 * @param epoch grows with each new owner
 * @param step grows by one with each intent that is recorded in the status
 */
public record Fence(long epoch, long step) implements Comparable<Fence> {
    /** By epoch, then by step. */
    @Override
    public int compareTo(Fence other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(step, other.step);
    }
}
