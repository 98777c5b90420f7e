package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches over the writes of one canary: none starts without a grant, and none starts at an object while an earlier write there
 * hangs, until the object was read back; then none that the late effect of the earlier one would undo for good. Thread-safe.
 */
final class WriteGuard {
    private final BooleanSupplier granted;
    private final Consumer<CallSpec> settled;
    private final int most;
    private final List<HangingWrite> hanging = new ArrayList<>(1);
    private long number;

    /**
     * @param granted whether this engine may drive the canary right now
     * @param settled told when a write whose outcome was unknown has come back
     * @param most how many writes of one method may hang before no other is begun: they hold places that reads need
     */
    WriteGuard(BooleanSupplier granted, Consumer<CallSpec> settled, int most) {
        this.granted = granted;
        this.settled = settled;
        this.most = most;
    }

    /** Why the write must not start. If it may, it overtakes those that hang. */
    synchronized Optional<PlugFailure> refusal(CallSpec write) {
        Optional<PlugFailure> held = hanging.stream()
                .flatMap(earlier -> earlier.holdsUp(write).stream())
                .findFirst();
        if (held.isPresent()) {
            return held;
        }
        if (hanging.stream().filter(earlier -> earlier.isOf(write)).count() >= most) {
            return Optional.of(PlugFailure.of(
                    PlugException.Kind.TRANSIENT, write.method() + " waits: " + most + " calls of it hang"));
        }
        if (!granted.getAsBoolean()) {
            return Optional.of(PlugFailure.of(
                    PlugException.Kind.TRANSIENT,
                    write.method() + " was not begun: this engine may not drive the canary now"));
        }
        hanging.forEach(earlier -> earlier.overtakenBy(write));
        return Optional.empty();
    }

    /** The deadline of a write has passed while it was under way. */
    synchronized void unknown(CallSpec write) {
        hanging.add(new HangingWrite(write, ++number));
    }

    /** A look at an object begins: it reads back the writes that are known to hang by now. Returns which. */
    synchronized long lookBegins() {
        return number;
    }

    /**
     * A look at an object has been answered.
     *
     * @param last what {@link #lookBegins()} returned
     * @param found what was read; null if there is no such object
     */
    synchronized void readBack(CallSpec look, long last, @Nullable Object found) {
        if (!hanging.isEmpty()) {
            hanging.forEach(write -> write.readBack(look, last, found));
        }
    }

    /** Whether a write hangs that may scale the canary of that workload up. */
    synchronized boolean mayScaleUp(Object workload) {
        return !hanging.isEmpty() && hanging.stream().anyMatch(write -> write.mayScaleUp(workload));
    }

    /** A write whose deadline had passed came back. */
    void returned(CallSpec write) {
        boolean was;
        synchronized (this) {
            was = hanging.removeIf(each -> each.is(write));
        }
        if (was) {
            settled.accept(write);
        }
    }
}
