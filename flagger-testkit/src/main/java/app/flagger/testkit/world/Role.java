package app.flagger.testkit.world;

/** The two versions of a target that run side by side. */
public enum Role {
    /** The copy that serves the users. */
    PRIMARY,
    /** The target itself, which runs what was pushed. */
    CANARY
}
