package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.OutboxEntry;

/** The one place where sentences are made from data: for events, alerts, status messages and what is waited for. Pure. */
public final class Sentences {
    private Sentences() {}

    /** The sentence of an event, as upstream Flagger words it where it has such an event. */
    public static String event(Canary canary, OutboxEntry entry) {
        return entry.code() + " " + entry.reason();
    }

    /** The sentence of an alert, as upstream Flagger words it where it has such an alert. */
    public static String alert(Canary canary, OutboxEntry entry) {
        return entry.code() + " " + entry.reason();
    }

    /** What is waited for, or why something was decided. */
    public static String reason(Canary canary, Reason reason) {
        return reason.toString();
    }
}
