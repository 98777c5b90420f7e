package app.flagger.engine.runtime;

import app.flagger.api.plug.Clock;
import java.time.Duration;
import java.util.Optional;

/** When a canary is to tick next, and the alarm that rings then. Set in the mailbox; any thread may ask how late it is. */
final class NextTick {
    private final Clock clock;
    private final Alarms.Alarm alarm;
    private volatile long dueNanos = Long.MAX_VALUE;
    private volatile boolean awaited;

    /** @param ring runs on the clock's thread */
    NextTick(Clock clock, Alarms alarms, Runnable ring) {
        this.clock = clock;
        this.alarm = alarms.alarm(ring);
    }

    /** It is due after that span. */
    void in(Duration span) {
        dueNanos = clock.nanos() + span.toNanos();
    }

    /** It is due after that span, unless before. */
    void inAtMost(Duration span) {
        dueNanos = Math.min(dueNanos, clock.nanos() + span.toNanos());
    }

    /** How long until it is due; never negative. */
    Duration rest() {
        return Durations.notNegative(Duration.ofNanos(dueNanos - clock.nanos()));
    }

    /** By how much it is late, if anybody waits for it. */
    Optional<Duration> late() {
        long behind = clock.nanos() - dueNanos;
        return awaited && behind > 0 ? Optional.of(Duration.ofNanos(behind)) : Optional.empty();
    }

    /** Lets the alarm ring when it is due. */
    void await() {
        awaited = true;
        alarm.set(dueNanos);
    }

    /** It has begun, or is not to begin by itself. */
    void cancel() {
        awaited = false;
        alarm.cancel();
    }
}
