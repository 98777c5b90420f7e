package app.flagger.engine.runtime;

import app.flagger.api.plug.Ownership;
import app.flagger.api.plug.Ownership.Grant;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes sure that this engine may drive the canary before a tick begins. */
final class OwnershipOfTick {
    private final Core core;
    private final CanaryMemory memory;

    OwnershipOfTick(Core core, CanaryMemory memory) {
        this.core = core;
        this.memory = memory;
    }

    /** Whether the tick may begin. A grant that is still good is not asked for again; nor does it end because asking fails. */
    CompletableFuture<Boolean> acquire() {
        Grants grants = memory.grants();
        if (!grants.toProlong()) {
            return CompletableFuture.completedFuture(true);
        }
        Lane lane = memory.lane();
        Instant asked = lane.now();
        long askedNanos = lane.nanos();
        Ownership ownership = core.plugs().ownership();
        CompletableFuture<Optional<Grant>> asking = lane.read(
                ownership,
                "Ownership.acquire",
                call -> ownership.acquire(lane.key(), core.plugs().limits().grant(), call));
        return lane.after(asking, (grant, failure) -> {
            if (grant == null) {
                return grants.holds()
                        ? CompletableFuture.completedFuture(true)
                        : CompletableFuture.failedFuture(
                                failure == null ? new IllegalStateException("no answer") : failure);
            }
            if (grant.isEmpty()) {
                grants.drop();
                memory.keeper().forget();
                return CompletableFuture.completedFuture(false);
            }
            if (grant.get().epoch() != grants.epoch()) {
                memory.keeper().forget();
            }
            grants.take(grant.get(), asked, askedNanos);
            return CompletableFuture.completedFuture(true);
        });
    }
}
