package app.flagger.engine.runtime;

import app.flagger.api.plug.Clock;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A call that is made again and again without making an object: one after another, each with a deadline and a place as any other
 * call. What came of it is read after the end, in the mailbox.
 */
final class RepeatedCall<T> extends PlugCall<T> {
    private final Lane lane;
    private final Alarms.Alarm deadline;
    private final Runnable end;
    private boolean made;
    private volatile @Nullable T answer;
    private volatile @Nullable PlugFailure failure;

    /** @param end runs in the mailbox of the lane once a call has ended */
    RepeatedCall(CallSpec spec, Body<T> body, Clock clock, Executor aborts, Alarms alarms, Lane lane, Runnable end) {
        super(spec, body, clock, aborts);
        this.lane = lane;
        this.deadline = alarms.alarm(this::expire);
        this.end = end;
    }

    /** Whether it can be made now: for the first time, or once more. */
    boolean ready() {
        return !made || again();
    }

    /** Makes the call, which must be {@link #ready()}. */
    void make(Bulkhead places) {
        made = true;
        queue();
        places.enter(this);
    }

    /** What the plug answered; nothing if there is a failure. */
    @Nullable
    T got() {
        return answer;
    }

    /** Why there is no answer. */
    @Nullable
    PlugFailure failure() {
        return failure;
    }

    @Override
    void expireAt(long nanos) {
        deadline.set(nanos);
    }

    @Override
    void expireNever() {
        deadline.cancel();
    }

    @Override
    void succeeded(T said) {
        answer = said;
        failure = null;
        lane.run(end);
    }

    @Override
    void failed(PlugFailure why) {
        answer = null;
        failure = why;
        lane.run(end);
    }
}
