package app.flagger.testkit;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * The process in which one engine runs: its work and its timers stand still while it is paused, and end when it dies. The world
 * goes on meanwhile. One thread.
 */
final class EngineProcess implements Executor, Clock {
    private final VirtualClock clock;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean alive = true;
    private long pausedUntil = Long.MIN_VALUE;

    EngineProcess(VirtualClock clock) {
        this.clock = clock;
    }

    @Override
    public void execute(Runnable task) {
        if (paused()) {
            held.add(task);
        } else if (alive) {
            task.run();
        }
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public long nanos() {
        return clock.nanos();
    }

    @Override
    public Subscription wakeAt(long nanos, Runnable task) {
        return clock.wakeAt(nanos, () -> execute(task));
    }

    boolean alive() {
        return alive;
    }

    void pause(Duration time) {
        pausedUntil = Math.max(pausedUntil, clock.nanos() + time.toNanos());
        clock.after(time, this::awake);
    }

    /** Nothing of it happens any more. */
    void die() {
        alive = false;
        held.clear();
    }

    private boolean paused() {
        return alive && clock.nanos() < pausedUntil;
    }

    private void awake() {
        while (!paused() && !held.isEmpty()) {
            held.remove().run();
        }
    }
}
