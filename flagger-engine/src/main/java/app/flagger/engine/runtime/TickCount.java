package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.status.CanaryStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells telemetry of ticks; as long as it keeps up, with one task that is used again and again. Thread-safe. */
final class TickCount {
    private final CanaryKey canary;
    private final Telemetry telemetry;
    private final Mailbox mailbox;
    private final Runnable task = Threads.contained(this::tell);
    private @Nullable CanaryStatus status;
    private Duration took = Duration.ZERO;

    /** @param mailbox runs telemetry */
    TickCount(CanaryKey canary, Telemetry telemetry, Mailbox mailbox) {
        this.canary = canary;
        this.telemetry = telemetry;
        this.mailbox = mailbox;
    }

    /** A tick has ended. */
    void ended(CanaryStatus with, Duration length) {
        boolean free;
        synchronized (this) {
            free = status == null;
            if (free) {
                status = with;
                took = length;
            }
        }
        mailbox.execute(free ? task : Threads.contained(() -> telemetry.tick(canary, with, length)));
    }

    private void tell() {
        CanaryStatus with;
        Duration length;
        synchronized (this) {
            with = status;
            length = took;
            status = null;
        }
        if (with != null) {
            telemetry.tick(canary, with, length);
        }
    }
}
