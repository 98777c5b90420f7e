package app.flagger.testkit.contract;

import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A call with its own cancel switch; its time stands still. */
final class TestCall implements CancelableCall {
    private final Calls made;
    private final List<Runnable> onCancel = new ArrayList<>();
    private final CompletableFuture<Boolean> cancelable = new CompletableFuture<>();
    private boolean over;

    TestCall(Calls made) {
        this.made = made;
    }

    /** Ends when the plug has registered what ends it early. */
    CompletableFuture<Boolean> cancelable() {
        return cancelable;
    }

    @Override
    public void cancel() {
        List<Runnable> aborts;
        synchronized (this) {
            over = true;
            aborts = List.copyOf(onCancel);
            onCancel.clear();
        }
        aborts.forEach(Runnable::run);
    }

    @Override
    public CanaryKey canary() {
        return made.canary();
    }

    @Override
    public String operation() {
        return made.operation();
    }

    @Override
    public int attempt() {
        return made.attempt();
    }

    @Override
    public Fence fence() {
        return made.fence();
    }

    @Override
    public Instant now() {
        return made.now();
    }

    @Override
    public synchronized Duration remaining() {
        return over ? Duration.ZERO : made.remaining();
    }

    @Override
    public void onCancel(Runnable abort) {
        synchronized (this) {
            if (!over) {
                onCancel.add(abort);
                cancelable.complete(true);
                return;
            }
        }
        abort.run();
    }
}
