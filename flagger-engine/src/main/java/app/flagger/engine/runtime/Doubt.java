package app.flagger.engine.runtime;

/** Whether something may have changed since it was last looked at. Confined to the mailbox. */
final class Doubt {
    private long raised;
    private long settled;

    /** It may have changed just now. */
    void raise() {
        raised++;
    }

    /** How often it may have changed so far; a look that begins now sees all of that. */
    long raised() {
        return raised;
    }

    /** It was looked at when so many changes were possible. */
    void settle(long seen) {
        settled = Math.max(settled, seen);
    }

    boolean isThere() {
        return raised != settled;
    }
}
