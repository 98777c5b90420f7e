package app.flagger.api.status;

import app.flagger.api.Reason;
import java.time.Instant;

/**
 * The primary is being brought back to the last good revision after a failed or aborted promotion.
 *
 * @param reason why: a new revision, a revert, a restart or an abort
 * @param since when it was decided
 * @param alerted whether an alert said already that it is stuck
 */
public record Restoring(Reason reason, Instant since, boolean alerted) {}
