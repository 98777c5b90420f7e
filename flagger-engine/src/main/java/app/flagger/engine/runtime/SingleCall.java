package app.flagger.engine.runtime;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A call that is made once, and whose end is a stage. */
final class SingleCall<T> extends PlugCall<T> {
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Clock clock;
    private volatile Subscription timer = Subscription.none();

    SingleCall(CallSpec spec, Body<T> body, Clock clock, Executor aborts) {
        super(spec, body, clock, aborts);
        this.clock = clock;
    }

    /** Ends exceptionally with nothing but a {@link PlugFailure}. */
    CompletableFuture<T> result() {
        return result;
    }

    @Override
    void expireAt(long nanos) {
        timer = clock.wakeAt(nanos, this::expire);
    }

    @Override
    void expireNever() {
        timer.close();
    }

    @Override
    void succeeded(T answer) {
        result.complete(answer);
    }

    @Override
    void failed(PlugFailure why) {
        result.completeExceptionally(why);
    }
}
