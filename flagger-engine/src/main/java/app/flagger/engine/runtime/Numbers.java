package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Telemetry;
import java.util.concurrent.Executor;

/**
 * Tells the telemetry, one thing after another: on a pool of threads a late tick could overtake the news that its canary was
 * forgotten. Thread-safe.
 */
final class Numbers {
    private final Telemetry telemetry;
    private final Mailbox mailbox;

    /** @param executor runs the telemetry */
    Numbers(Telemetry telemetry, Executor executor) {
        this.telemetry = telemetry;
        this.mailbox = new Mailbox(executor);
    }

    /** Counts the ticks of one canary. */
    TickCount ticks(CanaryKey canary) {
        return new TickCount(canary, telemetry, mailbox);
    }

    void measured(CanaryKey canary, String metric, double value) {
        tell(() -> telemetry.measured(canary, metric, value));
    }

    void ended(CanaryKey canary, String strategy, String outcome) {
        tell(() -> telemetry.ended(canary, strategy, outcome));
    }

    void forgotten(CanaryKey canary) {
        tell(() -> telemetry.forgotten(canary));
    }

    private void tell(Runnable what) {
        mailbox.execute(Threads.contained(what));
    }
}
