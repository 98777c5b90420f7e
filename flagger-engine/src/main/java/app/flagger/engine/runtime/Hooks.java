package app.flagger.engine.runtime;

import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Calls hooks by the scheme of their URL. */
final class Hooks {
    private static final String GATE = "gate";
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Plugs plugs;

    Hooks(Plugs plugs) {
        this.plugs = plugs;
    }

    /** Asks until there is an answer or the hook's retries are used up; then the answer is no. */
    CompletableFuture<HookAnswer> ask(Lane lane, Webhook hook, HookRequest request, Cut cut) {
        if (plugs.dryRun()) {
            // A gate is open, a check passes; a rollback hook that said yes would roll back.
            return CompletableFuture.completedFuture(
                    hook.type() == HookType.ROLLBACK ? HookAnswer.no("dry run") : HookAnswer.yes());
        }
        return attempt(lane, hook, request, cut, 1);
    }

    private CompletableFuture<HookAnswer> attempt(Lane lane, Webhook hook, HookRequest request, Cut cut, int attempt) {
        SingleCall<HookAnswer> call = once(lane, hook, request, attempt);
        return lane.after(cut.watch(call), (answer, failure) -> {
            HookAnswer heard = answer != null ? answer : noAnswer(failure);
            if (heard.success() || !heard.retriable() || attempt > hook.retries() || cut.isDone()) {
                return CompletableFuture.completedFuture(heard);
            }
            CompletableFuture<Boolean> pause = lane.pause(Durations.doubled(FIRST_WAIT, attempt - 1, LONGEST_WAIT));
            return lane.then(
                    CompletableFuture.anyOf(pause, cut.when()),
                    over -> cut.isDone()
                            ? CompletableFuture.completedFuture(heard)
                            : attempt(lane, hook, request, cut, attempt + 1));
        });
    }

    private static HookAnswer noAnswer(@org.jspecify.annotations.Nullable Throwable failure) {
        Throwable cause = failure == null ? null : PlugFailure.cause(failure);
        String detail = cause instanceof PlugFailure failed ? failed.text() : "no answer";
        return new HookAnswer(false, true, detail);
    }

    /** Makes one attempt. */
    SingleCall<HookAnswer> once(Lane lane, Webhook hook, HookRequest request, int attempt) {
        HookCaller caller = caller(hook);
        return lane.ask(
                plugOf(hook, caller),
                "HookCaller.call",
                request.idempotencyKey(),
                attempt,
                hook.timeout(),
                call -> caller.call(request, call));
    }

    private HookCaller caller(Webhook hook) {
        HookCaller registered = plugs.hooks().get(hook.scheme());
        if (registered != null) {
            return registered;
        }
        if (!hook.scheme().equals(GATE)) {
            return (request, call) -> HookAnswer.no("nothing is registered for hooks of scheme " + hook.scheme());
        }
        Predicate<? super HookRequest> gate = plugs.gates().get(gateOf(hook));
        return gate == null
                ? (request, call) -> HookAnswer.no("there is no gate " + gateOf(hook))
                : (request, call) -> gate.test(request) ? HookAnswer.yes() : HookAnswer.no("the gate is closed");
    }

    /** Whose places a call takes: those of what the embedder registered, not of the wrapper around it. */
    private Object plugOf(Webhook hook, HookCaller caller) {
        Map<String, Predicate<? super HookRequest>> gates = plugs.gates();
        Object gate = hook.scheme().equals(GATE) ? gates.get(gateOf(hook)) : null;
        return gate == null || plugs.hooks().containsKey(GATE) ? caller : gate;
    }

    private static String gateOf(Webhook hook) {
        return hook.url().substring(GATE.length() + 1);
    }
}
