package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import app.flagger.api.plug.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** One canary's way to its plugs and back into its mailbox. */
final class Lane {
    private final CanaryKey key;
    private final Mailbox mailbox;
    private final Calls calls;
    private final Clock clock;
    private final WriteGuard guard;
    private final Supplier<Fence> fence;
    private final Duration deadline;

    Lane(
            CanaryKey key,
            Mailbox mailbox,
            Calls calls,
            Clock clock,
            WriteGuard guard,
            Supplier<Fence> fence,
            Duration deadline) {
        this.key = key;
        this.mailbox = mailbox;
        this.calls = calls;
        this.clock = clock;
        this.guard = guard;
        this.fence = fence;
        this.deadline = deadline;
    }

    /** A call that changes something and answers nothing. */
    interface Work {
        void run(app.flagger.api.Call call) throws Exception;
    }

    CanaryKey key() {
        return key;
    }

    Instant now() {
        return clock.now();
    }

    long nanos() {
        return clock.nanos();
    }

    /** Calls a plug that changes nothing. */
    <T> CompletableFuture<T> read(Object plug, String method, Body<T> body) {
        return ask(plug, method, key + "/" + method, 1, deadline, body).result();
    }

    /** Looks at what the canary's writes have made of an object: one that hangs there is read back. */
    <T> CompletableFuture<T> look(Object plug, String method, Body<T> body) {
        return calls.call(looking(plug, method), body).result();
    }

    /** Asks somebody, under a deadline of its own; can be cut off. */
    <T> SingleCall<T> ask(Object plug, String method, String operation, int attempt, Duration within, Body<T> body) {
        return calls.call(spec(plug, method, operation, attempt, within, Optional.empty(), Optional.empty()), body);
    }

    /** Changes something, if this engine may. */
    CompletableFuture<Boolean> write(Object plug, String method, String operation, Intent intent, Work work) {
        return change(plug, method, operation, intent, call -> {
            work.run(call);
            return true;
        });
    }

    /** Changes something, if this engine may, and says what came of it. */
    <T> CompletableFuture<T> change(Object plug, String method, String operation, Intent intent, Body<T> body) {
        return calls.call(spec(plug, method, operation, 1, deadline, Optional.of(guard), Optional.of(intent)), body)
                .result();
    }

    /** A look that is made again and again, one at a time; {@code end} runs in the mailbox after each. */
    <T> RepeatedCall<T> repeated(Object plug, String method, Body<T> body, Alarms alarms, Runnable end) {
        return calls.repeated(looking(plug, method), body, alarms, this, end);
    }

    /** Whether a write hangs that may scale the canary of that workload up. */
    boolean mayScaleUp(Object workload) {
        return guard.mayScaleUp(workload);
    }

    private CallSpec looking(Object plug, String method) {
        return spec(plug, method, key + "/" + method, 1, deadline, Optional.of(guard), Optional.empty());
    }

    private CallSpec spec(
            Object plug,
            String method,
            String operation,
            int attempt,
            Duration within,
            Optional<WriteGuard> watch,
            Optional<Intent> intent) {
        return new CallSpec(key, plug, method, operation, attempt, fence.get(), within, watch, intent);
    }

    /** Goes on in the mailbox once the stage has ended well. */
    <T, R> CompletableFuture<R> then(CompletionStage<T> stage, Function<T, ? extends CompletionStage<R>> next) {
        return stage.thenComposeAsync(next::apply, mailbox).toCompletableFuture();
    }

    /** Goes on in the mailbox once the stage has ended in either way. */
    <T, R> CompletableFuture<R> after(CompletionStage<T> stage, After<T, R> next) {
        return stage.handleAsync((value, thrown) -> next.go(value, thrown), mailbox)
                .thenCompose(Function.identity())
                .toCompletableFuture();
    }

    /** What to do after a stage: either value or failure is there. */
    interface After<T, R> {
        CompletionStage<R> go(
                @org.jspecify.annotations.Nullable T value, @org.jspecify.annotations.Nullable Throwable failure);
    }

    /** Runs a task in the mailbox. */
    void run(Runnable task) {
        mailbox.execute(task);
    }

    /** Ends after a while, without holding a thread. */
    CompletableFuture<Boolean> pause(Duration length) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        clock.wakeAt(clock.nanos() + length.toNanos(), () -> over.complete(true));
        return over;
    }
}
