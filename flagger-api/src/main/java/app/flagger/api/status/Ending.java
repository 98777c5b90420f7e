package app.flagger.api.status;

import app.flagger.api.Reason;

/**
 * How a run ends. Once saved it is carried out whatever else happens.
 *
 * @param kind what is done
 * @param reason why
 */
public record Ending(Kind kind, Reason reason) {
    /** What is done at the end of a run. Embedders that read it should expect further kinds. */
    public enum Kind {
        /** Traffic to the primary, canary to zero, Failed. */
        ROLLBACK,
        /** The revision was taken back by its owner: as a rollback, with a warning. */
        REVERTED,
        /** Somebody aborted: as a rollback, and the revision is not tried again. */
        ABORTED,
        /** The primary does not get ready: all traffic to the canary, Failed. */
        FAILED_PROMOTION,
        /** Somebody restarted: traffic to the primary, canary to zero, then through the gates again. */
        RESTART
    }
}
