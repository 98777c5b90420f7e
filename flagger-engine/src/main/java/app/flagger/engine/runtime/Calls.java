package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import app.flagger.api.plug.Clock;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The only way to a plug: with a place, a deadline, and an end from outside. Thread-safe. */
final class Calls {
    private static final int SWEEP_ABOVE = 256;

    private final Clock clock;
    private final Executor executor;
    private final Consumer<Invocation> runner;
    private final int places;
    private final Map<Object, Bulkhead> bulkheads = new IdentityHashMap<>();
    /** Twice as many as were left by the last sweep, so that sweeping costs little for each plug. */
    private int sweepAbove = SWEEP_ABOVE;

    /**
     * @param executor runs plugs and whatever else is the embedder's
     * @param runner how an admitted call is run
     * @param places how many calls of one plug may be under way
     */
    Calls(Clock clock, Executor executor, Consumer<Invocation> runner, int places) {
        this.clock = clock;
        this.executor = executor;
        this.runner = runner;
        this.places = places;
    }

    /** Runs every call on the executor. */
    static Consumer<Invocation> on(Executor executor) {
        return executor::execute;
    }

    /** Calls a plug. The stage ends exceptionally with nothing but a {@link PlugFailure}. */
    <T> SingleCall<T> call(CallSpec spec, Body<T> body) {
        SingleCall<T> call = new SingleCall<>(spec, body, clock, executor);
        call.queue();
        Bulkhead bulkhead = hold(spec.plug());
        bulkhead.enter(call);
        letGo(bulkhead);
        return call;
    }

    /** A call that can be made again and again; in between it keeps its bulkhead, until that is let go. */
    <T> RepeatedCall<T> repeated(CallSpec spec, Body<T> body, Alarms alarms, Lane lane, Runnable end) {
        return new RepeatedCall<>(spec, body, clock, executor, alarms, lane, end);
    }

    /** The places of a plug, kept until {@link #letGo}. */
    Bulkhead hold(Object plug) {
        synchronized (bulkheads) {
            Bulkhead bulkhead = bulkheads.get(plug);
            if (bulkhead == null) {
                if (bulkheads.size() > sweepAbove) {
                    sweep();
                }
                bulkhead = new Bulkhead(places, this::run);
                bulkheads.put(plug, bulkhead);
            }
            bulkhead.hold();
            return bulkhead;
        }
    }

    void letGo(Bulkhead bulkhead) {
        synchronized (bulkheads) {
            bulkhead.letGo();
        }
    }

    /** Forgets plugs that are not being called: there is one workload for each canary, and they come and go. */
    private void sweep() {
        Iterator<Bulkhead> each = bulkheads.values().iterator();
        while (each.hasNext()) {
            if (each.next().idle()) {
                each.remove();
            }
        }
        sweepAbove = Math.max(SWEEP_ABOVE, 2 * bulkheads.size());
    }

    private void run(Invocation invocation) {
        try {
            runner.accept(invocation);
        } catch (RejectedExecutionException full) {
            ((PlugCall<?>) invocation)
                    .refuse(PlugFailure.of(
                            PlugException.Kind.TRANSIENT, invocation.method() + ": the executor takes no more calls"));
        }
    }
}
