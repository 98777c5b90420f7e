package app.flagger.api.plug;

import app.flagger.api.Subscription;
import java.time.Instant;

/**
 * Time, and the one timer of an engine. Two questions, two answers: {@link #now()} for stamps and for what must outlive a
 * restart, {@link #nanos()} for intervals and deadlines. Thread-safe.
 */
public interface Clock {
    /** The wall clock; may jump. */
    Instant now();

    /** Nanoseconds since some moment; never goes back. */
    long nanos();

    /**
     * Runs a task once, not before {@link #nanos()} reaches a value.
     *
     * @param task short; runs on the clock's thread
     * @return closing it before cancels the task
     */
    Subscription wakeAt(long nanos, Runnable task);
}
