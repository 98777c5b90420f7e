package app.flagger.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Cuts off the questions of one round: what must not wait does not wait for answers. Confined to the mailbox. */
final class Cut {
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final List<Runnable> cancels = new ArrayList<>();

    boolean isDone() {
        return done.isDone();
    }

    /** Ends when the questions are cut off. */
    CompletableFuture<Boolean> when() {
        return done;
    }

    /** Cancels a call when the questions are cut off. */
    <T> CompletableFuture<T> watch(SingleCall<T> call) {
        if (isDone()) {
            call.cancel();
        } else {
            cancels.add(call::cancel);
        }
        return call.result();
    }

    void now() {
        if (done.complete(true)) {
            cancels.forEach(Runnable::run);
            cancels.clear();
        }
    }
}
