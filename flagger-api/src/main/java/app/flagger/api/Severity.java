package app.flagger.api;

/** How urgent an event or alert is. Embedders that read it should expect further levels. */
public enum Severity {
    /** Something went as planned. */
    INFO,
    /** Somebody may have to act: a gate is closed, a person intervened. */
    WARN,
    /** A rollout failed, or safety needs a person. */
    ERROR;

    /** Whether an alert of this severity passes a receiver that asked for {@code least} and above. */
    public boolean reaches(Severity least) {
        return compareTo(least) >= 0;
    }
}
