package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.Situation;
import java.time.Instant;
import java.util.List;

/**
 * What one tick saw and decided.
 *
 * @param canary the canary
 * @param at the time of the tick
 * @param steps in order
 */
record TickRecordValue(CanaryKey canary, Instant at, List<Step> steps) {
    /** One decision. */
    record Step(Situation situation, Decision decision) {}
}
