package app.flagger.engine.runtime;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import app.flagger.api.PlugException;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One call of a plug from the queue to its end. Waits for a place, begins, has its effect, answers; may be given up at any time. */
final class PlugCall<T> implements Call, Invocation {
    private final CallSpec spec;
    private final Body<T> body;
    private final Clock clock;
    private final Executor aborts;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final List<Runnable> onCancel = new ArrayList<>();
    private Runnable leave = () -> {};
    private Subscription timer = Subscription.none();
    private boolean begun;
    private boolean givenUp;
    private boolean effective;
    private boolean left;
    private boolean interrupted;
    private long deadlineNanos;
    private @Nullable Thread runner;
    private @Nullable T value;
    private @Nullable Throwable thrown;

    PlugCall(CallSpec spec, Body<T> body, Clock clock, Executor aborts) {
        this.spec = spec;
        this.body = body;
        this.clock = clock;
        this.aborts = aborts;
        this.deadlineNanos = clock.nanos() + spec.deadline().toNanos();
    }

    CompletableFuture<T> result() {
        return result;
    }

    /** Begins to wait for a place. */
    void queue() {
        timer = clock.wakeAt(deadlineNanos, this::expire);
    }

    /** Says how the place is given back. */
    void placed(Runnable giveBack) {
        synchronized (this) {
            if (!left && !(givenUp && !begun)) {
                leave = giveBack;
                return;
            }
        }
        giveBack.run();
    }

    /** Whether the call was given up, but still holds its place. */
    synchronized boolean hanging() {
        return givenUp && begun && !effective;
    }

    @Override
    public boolean begin() {
        synchronized (this) {
            if (givenUp) {
                return false;
            }
            begun = true;
            deadlineNanos = clock.nanos() + spec.deadline().toNanos();
            return true;
        }
    }

    @Override
    public void effect() {
        if (givenUpBefore()) {
            finish();
        } else {
            run(() -> {
                Optional<PlugFailure> refusal =
                        spec.guard().flatMap(guard -> guard.refusal(spec.plug(), spec.method()));
                if (refusal.isPresent()) {
                    throw refusal.get();
                }
                return body.run(this);
            });
        }
    }

    @Override
    public void lateEffect() {
        run(() -> body.run(this));
    }

    private void run(Callable<T> work) {
        synchronized (this) {
            runner = Thread.currentThread();
        }
        T got = null;
        Throwable failed = null;
        try {
            got = Objects.requireNonNull(work.call(), "the plug answered null");
        } catch (Throwable broken) {
            failed = broken;
        }
        ended(got, failed);
    }

    private void ended(@Nullable T got, @Nullable Throwable failed) {
        boolean late;
        synchronized (this) {
            runner = null;
            effective = true;
            value = got;
            thrown = failed;
            late = givenUp;
            if (interrupted) {
                // The interruption was meant for this call and must not reach the next task of the thread.
                Thread.interrupted();
            }
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
        synchronized (this) {
            if (!effective || givenUp) {
                return;
            }
        }
        finish();
        if (thrown != null) {
            result.completeExceptionally(PlugFailure.thrown(spec.method(), spec.plug(), thrown));
        } else {
            result.complete(value);
        }
    }

    /** The timer was set when the call was queued; one that had to wait for its place has as much time left as it waited. */
    private void expire() {
        synchronized (this) {
            if (!left && !givenUp && clock.nanos() < deadlineNanos) {
                timer = clock.wakeAt(deadlineNanos, this::expire);
                return;
            }
        }
        giveUp(PlugFailure.overdue(spec.method(), spec.plug(), spec.deadline()));
    }

    /** Ends the call from outside; what it asked for is no longer wanted. */
    void cancel() {
        giveUp(PlugFailure.of(PlugException.Kind.TRANSIENT, spec.method() + " was cut off"));
    }

    private void giveUp(PlugFailure why) {
        List<Runnable> aborting;
        boolean running;
        boolean done;
        synchronized (this) {
            if (givenUp || left) {
                return;
            }
            givenUp = true;
            running = begun;
            done = effective;
            if (running && !done) {
                spec.guard().ifPresent(guard -> guard.unknown(spec.plug(), spec.operation()));
            }
            if (runner != null && runner != Thread.currentThread()) {
                interrupted = true;
                runner.interrupt();
            }
            aborting = List.copyOf(onCancel);
            onCancel.clear();
        }
        timer.close();
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
        result.completeExceptionally(reported);
    }

    /** Fails a call that never began. */
    void refuse(PlugFailure why) {
        synchronized (this) {
            if (givenUp || left) {
                return;
            }
            givenUp = true;
        }
        timer.close();
        finish();
        result.completeExceptionally(why);
    }

    private void finish() {
        Runnable giveBack;
        boolean wasUnknown;
        synchronized (this) {
            if (left) {
                return;
            }
            left = true;
            giveBack = leave;
            wasUnknown = givenUp && begun;
        }
        timer.close();
        if (wasUnknown) {
            spec.guard().ifPresent(guard -> guard.returned(spec.plug()));
        }
        giveBack.run();
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
        return this;
    }

    @Override
    public boolean write() {
        return spec.guard().isPresent();
    }

    @Override
    public CanaryKey canary() {
        return spec.canary();
    }

    @Override
    public String operation() {
        return spec.operation();
    }

    @Override
    public int attempt() {
        return spec.attempt();
    }

    @Override
    public Fence fence() {
        return spec.fence();
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public Duration remaining() {
        long left = deadlineNanos - clock.nanos();
        return givenUpBefore() ? Duration.ZERO : Durations.notNegative(Duration.ofNanos(left));
    }

    @Override
    public void onCancel(Runnable abort) {
        synchronized (this) {
            if (!givenUp && !effective) {
                onCancel.add(abort);
                return;
            }
        }
        abort.run();
    }
}
