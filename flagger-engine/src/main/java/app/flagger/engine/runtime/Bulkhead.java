package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The places of one plug. Calls wait while all are taken; if all are taken by calls that hang, waiting makes no sense and calls
 * fail at once. Thread-safe.
 */
final class Bulkhead {
    private final int places;
    private final Consumer<Invocation> runner;
    private final Set<PlugCall<?>> inside = new LinkedHashSet<>();
    private final Deque<PlugCall<?>> waiting = new ArrayDeque<>();

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
                call.placed(() -> dequeue(call));
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

    synchronized boolean idle() {
        return inside.isEmpty() && waiting.isEmpty();
    }

    private synchronized void dequeue(PlugCall<?> call) {
        waiting.remove(call);
    }

    private void start(PlugCall<?> call) {
        call.placed(() -> leave(call));
        runner.accept(call);
    }

    private void leave(PlugCall<?> call) {
        PlugCall<?> next;
        synchronized (this) {
            inside.remove(call);
            next = waiting.poll();
            if (next != null) {
                inside.add(next);
            }
        }
        if (next != null) {
            start(next);
        }
    }
}
