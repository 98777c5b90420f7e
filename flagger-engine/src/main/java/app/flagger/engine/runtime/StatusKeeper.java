package app.flagger.engine.runtime;

import app.flagger.api.InvalidResource;
import app.flagger.api.PlugException;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.CanaryStore.Stored;
import app.flagger.api.status.CanaryStatus;
import app.flagger.engine.codec.StatusJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The status of one canary as the store has it. Whoever lost a write forgets what was loaded, because the store knows better.
 * Confined to the mailbox.
 */
final class StatusKeeper {
    /**
     * What the store has.
     *
     * @param foreign whether the text has more in it than the status, as fields of a newer engine, which are to stay
     */
    private record Kept(CanaryStatus status, String json, Optional<String> version, boolean foreign) {
        /** The text whose unknown fields are to be kept. */
        Optional<String> toKeep() {
            return foreign ? Optional.of(json) : Optional.empty();
        }
    }

    private final CanaryStore store;
    private final Lane lane;
    private @Nullable Kept kept;
    private CanaryStatus last = CanaryStatus.initial();
    private final Consumer<CanaryStatus> taken;
    private boolean suspected;
    private boolean proven;

    /** @param taken told of each status that was loaded or saved */
    StatusKeeper(CanaryStore store, Lane lane, Consumer<CanaryStatus> taken) {
        this.store = store;
        this.lane = lane;
        this.taken = taken;
    }

    /** The last status that was loaded or saved; a fresh one if there is none. */
    CanaryStatus status() {
        return last;
    }

    /** Whether the status is known, as far as anybody said. */
    boolean loaded() {
        return kept != null && !suspected;
    }

    /** Somebody may have changed the status: load it before the next tick. */
    void suspect() {
        suspected = true;
    }

    /** The store has something else by now, or nobody knows what. */
    void forget() {
        kept = null;
    }

    /** Looks whether somebody else saved; an echo of this engine's own writes is none. */
    CompletableFuture<Boolean> changedElsewhere() {
        return lane.then(lane.look(store, "CanaryStore.load", call -> store.load(lane.key(), call)), found -> {
            // While a save is under way its answer will tell.
            boolean changed = kept != null && !kept.version().equals(found.map(Stored::version));
            return CompletableFuture.completedFuture(changed);
        });
    }

    /** Loads the status unless it is known. */
    CompletableFuture<CanaryStatus> load() {
        if (kept != null && !suspected) {
            return CompletableFuture.completedFuture(kept.status());
        }
        suspected = false;
        return lane.then(
                lane.look(store, "CanaryStore.load", call -> store.load(lane.key(), call)),
                found -> CompletableFuture.completedFuture(take(found)));
    }

    private CanaryStatus take(Optional<Stored> found) {
        if (found.isEmpty()) {
            kept = new Kept(CanaryStatus.initial(), "", Optional.empty(), false);
        } else {
            String json = found.get().json();
            CanaryStatus status = read(json);
            boolean foreign = !json.equals(StatusJson.write(status));
            kept = new Kept(status, json, Optional.of(found.get().version()), foreign);
        }
        last = kept.status();
        taken.accept(last);
        return last;
    }

    private CanaryStatus read(String json) {
        try {
            return StatusJson.read(json);
        } catch (InvalidResource unreadable) {
            throw PlugFailure.of(
                    PlugException.Kind.UNSUPPORTED,
                    "the status in the store cannot be read: " + unreadable.getMessage());
        }
    }

    /** Saves what shall be, if nobody else saved since; writes nothing if the text stays the same. */
    CompletableFuture<Boolean> save(CanaryStatus next) {
        Kept before = kept;
        if (before == null) {
            throw new IllegalStateException("a status must be loaded before another is saved");
        }
        String json = StatusJson.write(next, before.toKeep());
        if (json.equals(before.json())) {
            return CompletableFuture.completedFuture(false);
        }
        kept = null;
        String operation = lane.key() + "/status/" + next.step() + "/" + digest(json);
        CompletableFuture<Stored> saving = lane.change(
                store,
                "CanaryStore.save",
                operation,
                Intent.SAVE,
                call -> store.save(lane.key(), json, before.version(), call));
        return lane.then(saving, stored -> {
            kept = new Kept(next, json, Optional.of(stored.version()), before.foreign());
            last = next;
            taken.accept(next);
            return proven ? CompletableFuture.completedFuture(true) : prove(next, json);
        });
    }

    /** Reads back what was saved until a status with a run has come back whole: a store that prunes fields is of no use. */
    private CompletableFuture<Boolean> prove(CanaryStatus saved, String written) {
        return lane.then(lane.look(store, "CanaryStore.load", call -> store.load(lane.key(), call)), found -> {
            boolean own = found.isPresent()
                    && kept != null
                    && found.get().version().equals(kept.version().orElse(""));
            boolean same = own
                    && (found.get().json().equals(written)
                            || read(found.get().json()).equals(saved));
            if (own && !same) {
                kept = null;
                throw PlugFailure.of(
                        PlugException.Kind.UNSUPPORTED,
                        "the store " + store.getClass().getName() + " does not give back what was saved");
            }
            proven = same && saved.run().isPresent();
            return CompletableFuture.completedFuture(true);
        });
    }

    private static String digest(String json) {
        CRC32 crc = new CRC32();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
