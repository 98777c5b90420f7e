package app.flagger.engine.runtime;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import app.flagger.api.plug.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a plug is given of its call: what it is about, how much time is left, and word that nobody waits for it any more. Thread-safe. */
final class GivenCall implements Call {
    private final CallSpec spec;
    private final Clock clock;
    private final List<Runnable> onCancel = new ArrayList<>();
    private long deadlineNanos;
    private boolean cancelled;
    private boolean back;
    private boolean interrupted;
    private boolean lentOut;
    private @Nullable Thread runner;

    GivenCall(CallSpec spec, Clock clock) {
        this.spec = spec;
        this.clock = clock;
        wind();
    }

    /** The whole of the time is left. Says until when. */
    synchronized long wind() {
        deadlineNanos = clock.nanos() + spec.deadline().toNanos();
        return deadlineNanos;
    }

    synchronized long deadlineNanos() {
        return deadlineNanos;
    }

    /** The plug runs in this thread. */
    synchronized void enters() {
        runner = Thread.currentThread();
    }

    /** The plug has come back, or is said to have. */
    synchronized void comesBack() {
        runner = null;
        back = true;
        if (interrupted) {
            // The interruption was meant for this call and must not reach the next task of the thread.
            Thread.interrupted();
            interrupted = false;
        }
    }

    /** Nobody waits any more: interrupts the plug. What it wanted to be run then is left to the caller. */
    synchronized List<Runnable> cancel() {
        cancelled = true;
        if (runner != null && runner != Thread.currentThread()) {
            interrupted = true;
            runner.interrupt();
        }
        List<Runnable> wanted = List.copyOf(onCancel);
        onCancel.clear();
        return wanted;
    }

    /** Makes it one that can be given again; not one that was cancelled, nor one that somebody may still have in hands. */
    synchronized boolean again() {
        if (cancelled || lentOut) {
            return false;
        }
        back = false;
        return true;
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
    public synchronized Duration remaining() {
        return cancelled ? Duration.ZERO : Durations.notNegative(Duration.ofNanos(deadlineNanos - clock.nanos()));
    }

    @Override
    public void onCancel(Runnable abort) {
        synchronized (this) {
            lentOut = true;
            if (!cancelled && !back) {
                onCancel.add(abort);
                return;
            }
        }
        abort.run();
    }
}
