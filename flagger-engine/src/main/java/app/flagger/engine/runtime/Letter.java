package app.flagger.engine.runtime;

import app.flagger.api.status.OutboxEntry;

/** One message on its way to one receiver. Confined to the mailbox. */
final class Letter {
    private final OutboxEntry entry;
    private final boolean saved;
    private int attempts;
    private long notBefore;
    private boolean delayed;
    private boolean done;

    /** @param saved whether it stands in the status; otherwise it is forgotten once it was delivered */
    Letter(OutboxEntry entry, boolean saved) {
        this.entry = entry;
        this.saved = saved;
        this.attempts = entry.attempts();
    }

    OutboxEntry entry() {
        return entry;
    }

    boolean saved() {
        return saved;
    }

    boolean done() {
        return done;
    }

    int attempts() {
        return attempts;
    }

    /** Messages of one receiver keep their order. */
    String receiver() {
        return entry.kind() + " " + entry.receiver();
    }

    int nextAttempt() {
        return ++attempts;
    }

    void finish() {
        done = true;
    }

    void delayUntil(long nanos) {
        delayed = true;
        notBefore = nanos;
    }

    /** How long until the next attempt may be made, in nanoseconds; never negative. */
    long until(long nanos) {
        return delayed ? Math.max(0, notBefore - nanos) : 0;
    }
}
