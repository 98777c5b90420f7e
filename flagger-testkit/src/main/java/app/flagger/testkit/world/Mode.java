package app.flagger.testkit.world;

/** What the replicas of a version report whenever they run. */
public enum Mode {
    /** They do what the version's {@link Behaviour} says; without one they are available at once. Those that have crashed come back. */
    READY,
    /** None is available yet. */
    STARTING,
    /** Some are available, fewer than wanted. */
    DEGRADED,
    /**
     * They will not get any further by themselves. Of a stuck primary some replicas of what ran before are still available, of a
     * stuck canary none.
     */
    STUCK
}
