package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Watches over the writes of one canary: none starts without a grant, and none starts at an object while an earlier write there
 * may still take effect. Thread-safe.
 */
final class WriteGuard {
    private final BooleanSupplier granted;
    private final Runnable settled;
    private final Map<Object, String> open = new IdentityHashMap<>();

    /**
     * @param granted whether this engine may drive the canary right now
     * @param settled told when a write whose outcome was unknown has come back
     */
    WriteGuard(BooleanSupplier granted, Runnable settled) {
        this.granted = granted;
        this.settled = settled;
    }

    /** Why the write must not start. */
    synchronized Optional<PlugFailure> refusal(Object plug, String method) {
        String earlier = open.get(plug);
        if (earlier != null) {
            return Optional.of(PlugFailure.of(
                    PlugException.Kind.TRANSIENT,
                    method + " waits: the outcome of " + earlier + " is unknown until it returns"));
        }
        return granted.getAsBoolean()
                ? Optional.empty()
                : Optional.of(PlugFailure.of(
                        PlugException.Kind.TRANSIENT,
                        method + " was not begun: this engine may not drive the canary now"));
    }

    /** The deadline of a write has passed while it was under way. */
    synchronized void unknown(Object plug, String operation) {
        open.put(plug, operation);
    }

    /** A write whose deadline had passed came back. */
    void returned(Object plug) {
        boolean was;
        synchronized (this) {
            was = open.remove(plug) != null;
        }
        if (was) {
            settled.run();
        }
    }
}
