package app.flagger.engine.runtime;

import app.flagger.api.spec.Canary;
import app.flagger.engine.Snapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How one canary stands, for whoever asks. Written in the mailbox, read by any thread. */
final class Standing {
    /** What the last whole tick left, and when a later one saw the same. */
    private static final class Stand {
        private volatile SnapshotValue value;
        private volatile @Nullable Instant sameAt;

        private Stand(SnapshotValue value) {
            this.value = value;
        }
    }

    private volatile Stand stand;

    Standing(Canary canary) {
        stand = new Stand(SnapshotValue.fresh(canary));
    }

    /** One object from tick to tick, so that whoever looks often sees by that whether there was one. */
    Snapshot snapshot() {
        Stand last = stand;
        Instant at = last.sameAt;
        SnapshotValue value = last.value;
        if (at == null || value.lastTickAt().orElse(null) == at) {
            return value;
        }
        SnapshotValue later = value.tickedAt(at);
        last.value = later;
        return later;
    }

    /** A tick has ended that saw and decided the same as the one before. */
    void same(Instant at) {
        stand.sameAt = at;
    }

    /** A tick has ended. */
    void is(SnapshotValue value) {
        stand = new Stand(value);
    }
}
