package app.flagger.api;

/**
 * What a person or another system wants of one canary. Recorded in the status before it is acted on; acts once, on whichever
 * replica. Two commands with the same id are one.
 *
 * @param kind what to do
 * @param id names the command; the sender makes it
 * @param who who sent it, for events and alerts
 * @param why the sender's reason, for events and alerts
 */
public record Command(Kind kind, String id, String who, String why) {
    /** What can be commanded. Embedders that read it should expect further kinds. */
    public enum Kind {
        /** Judge and roll back as before, but never raise and never promote. */
        PAUSE,
        /** End a pause; also ends the hold after somebody else lowered a route. */
        RESUME,
        /** Promote without further checks and gates, once the canary is ready. */
        PROMOTE,
        /** Roll back, or restore the primary if it is being promoted; the revision is not tried again. */
        ABORT,
        /** Start a new run through the gates, also for a revision that was promoted or failed. */
        RESTART
    }

    /** @throws InvalidResource if the id is blank */
    public Command {
        if (id.isBlank()) {
            throw new InvalidResource("command", new Problem("id", id, "must not be blank"));
        }
    }
}
