package app.flagger.engine;

import app.flagger.api.Reason;
import app.flagger.api.Revision;
import java.util.List;

/**
 * How the run of a revision ended.
 *
 * @param outcome how
 * @param revision the revision
 * @param run the run, or an empty text if it never started
 * @param reasons why
 */
public record RunResult(Outcome outcome, Revision revision, String run, List<Reason> reasons) {
    /** How a run ends. Expect further values. */
    public enum Outcome {
        /** The primary runs the revision. */
        PROMOTED,
        /** The revision failed. */
        ROLLED_BACK,
        /** Another revision took its place, or its owner took it back. */
        SUPERSEDED,
        /** Somebody ended it. */
        ABORTED
    }

    /** Copies the reasons. */
    public RunResult {
        reasons = List.copyOf(reasons);
    }
}
