package app.flagger.engine.runtime;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One call of a plug from the queue to its end. Waits for a place, begins, has its effect, answers; may be given up at any time. */
abstract class PlugCall<T> implements Invocation {
    private final CallSpec spec;
    private final Body<T> body;
    private final Clock clock;
    private final Executor aborts;
    private final GivenCall given;
    private boolean begun;
    private boolean givenUp;
    private boolean effective;
    private boolean left;
    private boolean told;
    private int turn;
    private long hangingBefore;
    private @Nullable Bulkhead place;
    private @Nullable T value;
    private @Nullable Throwable thrown;

    PlugCall(CallSpec spec, Body<T> body, Clock clock, Executor aborts) {
        this.spec = spec;
        this.body = body;
        this.clock = clock;
        this.aborts = aborts;
        this.given = new GivenCall(spec, clock);
    }

    /** {@link #expire()} is to be called then, and not at any other time that was said before. */
    abstract void expireAt(long nanos);

    /** {@link #expire()} need not be called any more. */
    abstract void expireNever();

    /** The plug has answered in time. The last that happens to a call that ends so. */
    abstract void succeeded(T answer);

    /** There will be no answer that counts. */
    abstract void failed(PlugFailure why);

    /** Begins to wait for a place. */
    void queue() {
        expireAt(given.wind());
    }

    /** Makes a call that has ended ready to be made once more; not one that somebody may still have in hands. */
    synchronized boolean again() {
        if (!left || givenUp || !given.again()) {
            return false;
        }
        turn++;
        begun = false;
        told = false;
        effective = false;
        left = false;
        value = null;
        thrown = null;
        return true;
    }

    /** Has a place there, or waits for one. */
    void placed(Bulkhead bulkhead) {
        synchronized (this) {
            if (!left && !(givenUp && !begun)) {
                place = bulkhead;
                return;
            }
        }
        bulkhead.leave(this);
    }

    /** Whether the call was given up, but still holds its place. */
    synchronized boolean hanging() {
        return givenUp && begun && !effective;
    }

    @Override
    public boolean begin() {
        Optional<PlugFailure> refusal = refusal();
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return false;
        }
        synchronized (this) {
            if (givenUp) {
                return false;
            }
            begun = true;
            given.wind();
            if (!spec.writes() && spec.guard().isPresent()) {
                hangingBefore = spec.guard().get().lookBegins();
            }
            return true;
        }
    }

    @Override
    public void effect() {
        if (givenUpBefore()) {
            finish();
        } else {
            run(true);
        }
    }

    @Override
    public void lateEffect() {
        run(false);
    }

    private void run(boolean guarded) {
        given.enters();
        T got = null;
        Throwable failed = null;
        try {
            Optional<PlugFailure> refusal = guarded ? refusal() : Optional.empty();
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            got = Objects.requireNonNull(body.run(given), "the plug answered null");
        } catch (Throwable broken) {
            failed = broken;
        }
        ended(got, failed);
    }

    /** Why a write must not go on; asked before it begins, and once more if it was held up on its way to the plug. */
    private Optional<PlugFailure> refusal() {
        return spec.writes() ? spec.guard().orElseThrow().refusal(spec) : Optional.empty();
    }

    private void ended(@Nullable T got, @Nullable Throwable failed) {
        boolean late;
        synchronized (this) {
            given.comesBack();
            effective = true;
            value = got;
            thrown = failed;
            late = givenUp;
        }
        if (late) {
            finish();
        }
    }

    @Override
    public synchronized Optional<Object> answered() {
        return Optional.ofNullable(value);
    }

    @Override
    @SuppressWarnings("unchecked") // whoever takes a call apart answers for it
    public void answerInstead(Object other) {
        ended((T) other, null);
    }

    @Override
    public void throwInstead(Exception other) {
        ended(null, other);
    }

    private synchronized boolean givenUpBefore() {
        return givenUp;
    }

    @Override
    public void answer() {
        T answer;
        Throwable broken;
        synchronized (this) {
            if (!effective || givenUp || told) {
                return;
            }
            told = true;
            answer = value;
            broken = thrown;
        }
        finish();
        if (answer == null) {
            Throwable cause = broken == null ? new IllegalStateException("no answer") : broken;
            PlugFailure failure = PlugFailure.thrown(spec.method(), spec.plug(), cause);
            if (failure.kind() == PlugException.Kind.GONE) {
                found(null);
            }
            failed(failure);
        } else {
            found(answer);
            succeeded(answer);
        }
    }

    /** What was looked at is so; null if it is not there, which is an answer as well. */
    private void found(@Nullable Object state) {
        if (!spec.writes() && spec.guard().isPresent()) {
            spec.guard().get().readBack(spec, hangingBefore, state);
        }
    }

    /** The timer was set when the call was queued; one that had to wait for its place has as much time left as it waited. */
    final void expire() {
        int overdue;
        synchronized (this) {
            if (!left && !givenUp && clock.nanos() < given.deadlineNanos()) {
                expireAt(given.deadlineNanos());
                return;
            }
            overdue = turn;
        }
        giveUp(PlugFailure.overdue(spec.method(), spec.plug(), spec.deadline()), overdue);
    }

    /** Ends the call from outside; what it asked for is no longer wanted. */
    void cancel() {
        int now;
        synchronized (this) {
            now = turn;
        }
        giveUp(PlugFailure.of(PlugException.Kind.TRANSIENT, spec.method() + " was cut off"), now);
    }

    private void giveUp(PlugFailure why, int which) {
        List<Runnable> aborting;
        boolean running;
        boolean done;
        synchronized (this) {
            if (givenUp || left || told || which != turn) {
                return;
            }
            givenUp = true;
            running = begun;
            done = effective;
            if (running && !done && spec.writes()) {
                spec.guard().orElseThrow().unknown(spec);
            }
            aborting = given.cancel();
        }
        expireNever();
        PlugFailure reported = why;
        if (!running || done) {
            finish();
        }
        if (!running) {
            reported = PlugFailure.of(
                    PlugException.Kind.TRANSIENT,
                    spec.method() + " of " + spec.plug().getClass().getName() + " found no place in time");
        }
        for (Runnable abort : aborting) {
            aborts.execute(abort);
        }
        failed(reported);
    }

    /** Fails a call that never began. */
    void refuse(PlugFailure why) {
        synchronized (this) {
            if (givenUp || left || told) {
                return;
            }
            givenUp = true;
        }
        expireNever();
        finish();
        failed(why);
    }

    private void finish() {
        Bulkhead free;
        boolean wasUnknown;
        synchronized (this) {
            if (left) {
                return;
            }
            left = true;
            free = place;
            place = null;
            wasUnknown = givenUp && begun;
        }
        expireNever();
        if (wasUnknown && spec.writes()) {
            spec.guard().orElseThrow().returned(spec);
        }
        if (free != null) {
            free.leave(this);
        }
    }

    @Override
    public Object plug() {
        return spec.plug();
    }

    @Override
    public String method() {
        return spec.method();
    }

    @Override
    public Call call() {
        return given;
    }

    @Override
    public boolean write() {
        return spec.writes();
    }
}
