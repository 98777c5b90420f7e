package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call of a plug on a thread of its own, which can be given up as the engine gives up: cancelled and interrupted. */
final class Attempt {
    /** A part of the patience that a call gets to end by itself; only one that blocks without a cancel action uses it up. */
    private static final int SHORT = 50;

    /**
     * How a call ended.
     *
     * @param answer what it returned, also nothing
     * @param thrown what it threw, or nothing
     * @param givenUp whether it was given up before
     */
    record Outcome(@Nullable Object answer, @Nullable Throwable thrown, boolean givenUp) {}

    private final TestCall call;
    private final Duration patience;
    private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean givenUp;

    private Attempt(CancelableCall call, Duration patience, String name, PlugBody body) {
        this.call = (TestCall) call;
        this.patience = patience;
        thread = new Thread(() -> run(body), name);
        thread.setDaemon(true);
    }

    /**
     * Begins a call.
     *
     * @param patience how long a call that hangs is waited for
     */
    static Attempt start(CancelableCall call, Duration patience, PlugBody body) {
        return start(call, patience, "contract-call", body);
    }

    /**
     * Begins a call.
     *
     * @param patience how long a call that hangs is waited for
     * @param name of its thread
     */
    static Attempt start(CancelableCall call, Duration patience, String name, PlugBody body) {
        Attempt attempt = new Attempt(call, patience, name, body);
        attempt.thread.start();
        return attempt;
    }

    private void run(PlugBody body) {
        try {
            Object answer = body.run(call);
            ended.complete(new Outcome(answer, null, givenUp));
        } catch (Throwable thrown) {
            ended.complete(new Outcome(null, thrown, givenUp));
        }
    }

    /** Gives the call up as soon as it can be cancelled, unless it has ended by itself, and waits for its end. */
    Outcome giveUp() throws InterruptedException {
        within(CompletableFuture.anyOf(ended, call.cancelable()), patience.dividedBy(SHORT));
        givenUp = true;
        call.cancel();
        thread.interrupt();
        return end();
    }

    /** Waits for the end of the call. */
    Outcome end() throws InterruptedException {
        if (!within(ended, patience)) {
            fail("the call hangs: it did not end"
                    + (givenUp ? " although it was cancelled and its thread interrupted" : " by itself"));
        }
        return ended.join();
    }

    private static boolean within(CompletableFuture<?> future, Duration patience) throws InterruptedException {
        try {
            future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException hanging) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("outcomes are values", impossible);
        }
    }
}
