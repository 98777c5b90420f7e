package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import app.flagger.api.status.CanaryStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The saves of one tick, one after another, and what becomes of the tick if one is lost. Confined to the mailbox. */
final class Saving {
    enum Outcome {
        /** The status says what shall be. */
        SAVED,
        /** The write was lost, but nobody changed what decisions rest on: look again, the answers still hold. */
        LOST,
        /** Somebody else changed the status. */
        OVERTAKEN
    }

    private static final int MOST_LOST = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final CanaryMemory memory;
    private final Instant now;
    private final long nanos;
    private int lost;

    /**
     * @param now the time of the tick
     * @param nanos the same by the clock that never jumps
     */
    Saving(CanaryMemory memory, Instant now, long nanos) {
        this.memory = memory;
        this.now = now;
        this.nanos = nanos;
    }

    /** Saves what was decided, without what was told meanwhile. Fails if the store does, or if the write was lost too often. */
    CompletableFuture<Outcome> save(CanaryStatus decided) {
        CanaryStatus before = memory.keeper().status();
        CanaryStatus next = memory.teller().without(decided);
        return memory.lane().after(memory.keeper().save(next), (written, failure) -> {
            if (failure != null) {
                return lost(before, failure);
            }
            memory.saved(before, next, now, nanos);
            return CompletableFuture.completedFuture(Outcome.SAVED);
        });
    }

    private CompletableFuture<Outcome> lost(CanaryStatus before, Throwable failure) {
        Lane lane = memory.lane();
        memory.keeper().forget();
        if (!PlugFailure.is(failure, PlugException.Kind.CONFLICT)) {
            return CompletableFuture.failedFuture(failure);
        }
        return lane.then(memory.keeper().load(), found -> {
            memory.loaded(found);
            if (!found.equals(before)) {
                return CompletableFuture.completedFuture(Outcome.OVERTAKEN);
            }
            if (++lost > MOST_LOST) {
                return CompletableFuture.failedFuture(failure);
            }
            return lane.pause(Durations.doubled(FIRST_WAIT, lost - 1, LONGEST_WAIT))
                    .thenApply(over -> Outcome.LOST);
        });
    }
}
