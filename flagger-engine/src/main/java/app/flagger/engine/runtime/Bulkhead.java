package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The places of one plug. Calls wait while all are taken; if all are taken by calls that hang, waiting makes no sense and calls
 * fail at once. Thread-safe.
 */
final class Bulkhead {
    private final int places;
    private final Consumer<Invocation> runner;
    /** Few, so that looking through them costs less than an order. */
    private final List<PlugCall<?>> inside = new ArrayList<>(1);

    private final Deque<PlugCall<?>> waiting = new ArrayDeque<>(1);
    private int holders;

    Bulkhead(int places, Consumer<Invocation> runner) {
        this.places = places;
        this.runner = runner;
    }

    void enter(PlugCall<?> call) {
        boolean hopeless;
        synchronized (this) {
            hopeless = inside.size() >= places && inside.stream().allMatch(PlugCall::hanging);
            if (!hopeless && inside.size() >= places) {
                waiting.add(call);
                call.placed(this);
                return;
            }
            if (!hopeless) {
                inside.add(call);
            }
        }
        if (hopeless) {
            call.refuse(PlugFailure.of(
                    PlugException.Kind.TRANSIENT,
                    call.method() + " of " + call.plug().getClass().getName() + ": all " + places
                            + " calls under way hang"));
        } else {
            start(call);
        }
    }

    /** Somebody keeps it for calls to come; guarded by the lock of {@link Calls}. */
    void hold() {
        holders++;
    }

    /** Ends one {@link #hold()}. */
    void letGo() {
        holders--;
    }

    /** Whether nobody misses it. */
    synchronized boolean idle() {
        return holders == 0 && inside.isEmpty() && waiting.isEmpty();
    }

    private void start(PlugCall<?> call) {
        call.placed(this);
        runner.accept(call);
    }

    /** Gives a place back, or no longer waits for one. */
    void leave(PlugCall<?> call) {
        PlugCall<?> next = null;
        synchronized (this) {
            if (inside.remove(call)) {
                next = waiting.poll();
            } else {
                waiting.remove(call);
            }
            if (next != null) {
                inside.add(next);
            }
        }
        if (next != null) {
            start(next);
        }
    }
}
