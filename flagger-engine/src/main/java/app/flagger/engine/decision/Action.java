package app.flagger.engine.decision;

import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import java.util.List;
import java.util.Optional;

/**
 * Something to do to the world. Absolute and repeatable: it says what shall be, not what to change.
 *
 * @param kind what to do
 * @param operation names the intent; the same on each attempt and after a restart
 * @param revision the revision that it is about, or nothing
 * @param split the split to write, or nothing
 * @param on for {@link Kind#SCALE_CANARY} up, for {@link Kind#HOLD} held
 * @param keep for {@link Kind#PIN} the other revisions that are still needed; for {@link Kind#REMOVE_ANNOTATION} unused
 */
public record Action(
        Kind kind,
        String operation,
        Optional<Revision> revision,
        Optional<Split> split,
        boolean on,
        List<Revision> keep) {
    /** What can be done. */
    public enum Kind {
        /** Make or adopt the route. */
        PREPARE_ROUTE,
        /** Make the primary from a pinned revision where there is none. */
        PREPARE_PRIMARY,
        /** Keep the bytes of a revision. */
        PIN,
        /** Hold or release the target. */
        HOLD,
        /** Scale the canary up or to zero. */
        SCALE_CANARY,
        /** Order the primary to run a pinned revision. */
        PROMOTE,
        /** Write the route. */
        ROUTE,
        /** Give the target back to its owner. */
        GIVE_BACK_TARGET,
        /** Give the route back to its owner. */
        GIVE_BACK_ROUTE,
        /** Take an annotation off the resource; its name is the last part of the operation. */
        REMOVE_ANNOTATION
    }

    /** Copies the list. */
    public Action {
        keep = List.copyOf(keep);
    }
}
