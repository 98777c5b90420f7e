package app.flagger.api.status;

import app.flagger.api.Revision;

/**
 * A revision waits at the rollout gate.
 *
 * @param revision the revision; answers for another one are void
 * @param before the phase to return to when the target goes back to the primary's revision
 */
public record Waiting(Revision revision, Phase before) {}
