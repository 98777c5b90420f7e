package app.flagger.engine;

import app.flagger.api.CanaryKey;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.status.Phase;
import java.time.Instant;

/** Something that happened to a canary. Codes, reasons and facts are API and stable; sentences are not. Immutable. */
public interface Event {
    /** The canary. */
    CanaryKey canary();

    /** The run, or an empty text outside of one. */
    String run();

    /** Grows with each event of a canary in this engine; a gap means that events were dropped. */
    long sequence();

    /** When it happened. */
    Instant at();

    /** The phase that the event speaks of. */
    Phase phase();

    /** What happened, as {@code promotion-finished}. */
    String code();

    /** How urgent it is. */
    Severity severity();

    /** Why. */
    Reason reason();

    /** For people, as {@code Advance web.shop canary weight 20}. */
    String sentence();

    /** The event as one line of JSON; fields are only ever added. */
    String toJson();
}
