package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import app.flagger.api.plug.Alert;
import app.flagger.api.plug.Delivery;
import app.flagger.api.plug.Notifier;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.OutboxEntry;
import app.flagger.engine.decision.Sentences;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes one attempt to deliver one message. */
final class Delivering {
    private static final CompletableFuture<Optional<Duration>> DONE =
            CompletableFuture.completedFuture(Optional.empty());

    private final Plugs plugs;
    private final Hooks hooks;
    private final Listeners listeners;
    private final Lane lane;
    private long sequence;

    Delivering(Plugs plugs, Hooks hooks, Listeners listeners, Lane lane) {
        this.plugs = plugs;
        this.hooks = hooks;
        this.listeners = listeners;
        this.lane = lane;
    }

    /**
     * What a message is made from besides its entry.
     *
     * @param canary the canary as it is now
     * @param status the status as it is now
     * @param shifts whether its router shifts traffic
     */
    record Context(Canary canary, CanaryStatus status, boolean shifts) {}

    /** How many attempts are made. */
    int most(OutboxEntry entry, Context context) {
        return entry.kind() == OutboxEntry.Kind.HOOK
                ? hook(entry, context.canary()).map(Webhook::retries).orElse(0) + 1
                : plugs.limits().deliveryAttempts();
    }

    /**
     * Tries. The stage fails if there was no answer, and otherwise says after which time to try again; nothing means done, also
     * where there is nobody to tell any more.
     */
    CompletableFuture<Optional<Duration>> attempt(OutboxEntry entry, int attempt, Context context) {
        return switch (entry.kind()) {
            case EVENT -> event(entry, context);
            case ALERT -> alert(entry, attempt, context);
            case HOOK -> hook(entry, attempt, context);
        };
    }

    private CompletableFuture<Optional<Duration>> event(OutboxEntry entry, Context context) {
        String run = context.status().run().map(started -> started.id()).orElse("");
        String sentence = Sentences.event(context.canary(), entry);
        listeners.publish(new EventValue(
                lane.key(),
                run,
                ++sequence,
                entry.at(),
                entry.phase(),
                entry.code(),
                entry.severity(),
                plugs.dryRun() ? entry.reason().with("dryRun", true) : entry.reason(),
                plugs.dryRun() ? "[dry run] " + sentence : sentence));
        return DONE;
    }

    private CompletableFuture<Optional<Duration>> hook(OutboxEntry entry, int attempt, Context context) {
        Optional<Webhook> hook = hook(entry, context.canary());
        if (hook.isEmpty() || plugs.dryRun()) {
            return DONE;
        }
        SingleCall<?> call = hooks.once(lane, hook.get(), Payloads.hook(hook.get(), entry, context), attempt);
        return call.result().thenApply(answered -> Optional.empty());
    }

    private static Optional<Webhook> hook(OutboxEntry entry, Canary canary) {
        return canary.spec().analysis().webhooks().stream()
                .filter(hook -> hook.name().equals(entry.receiver()))
                .findFirst();
    }

    private CompletableFuture<Optional<Duration>> alert(OutboxEntry entry, int attempt, Context context) {
        if (entry.receiver().isEmpty()) {
            return plugs.notifier().isEmpty()
                    ? DONE
                    : deliver(
                            plugs.notifier().get(),
                            Payloads.alert(entry, context, Optional.empty(), plugs.dryRun()),
                            attempt);
        }
        Optional<AlertRef> ref = context.canary().spec().analysis().alerts().stream()
                .filter(alert -> alert.name().equals(entry.receiver()))
                .findFirst();
        if (ref.isEmpty()) {
            return DONE;
        }
        Optional<AlertProvider> provider;
        try {
            provider = plugs.resources().alertProvider(ref.get().providerRef(), lane.key());
        } catch (PlugFailure broken) {
            return CompletableFuture.failedFuture(broken);
        }
        if (provider.isEmpty()) {
            return missing(
                    "there is no AlertProvider " + ref.get().providerRef().name());
        }
        Notifier notifier = plugs.notifiers().get(provider.get().type());
        return notifier == null
                ? missing("no notifier of type " + provider.get().type() + " is registered")
                : deliver(notifier, Payloads.alert(entry, context, provider, plugs.dryRun()), attempt);
    }

    private static CompletableFuture<Optional<Duration>> missing(String what) {
        return CompletableFuture.failedFuture(PlugFailure.of(PlugException.Kind.UNSUPPORTED, what));
    }

    private CompletableFuture<Optional<Duration>> deliver(Notifier notifier, Alert alert, int attempt) {
        SingleCall<Delivery> call = lane.ask(
                notifier,
                "Notifier.deliver",
                alert.id(),
                attempt,
                plugs.limits().callDeadline(),
                given -> notifier.deliver(alert, given));
        return call.result()
                .thenApply(delivery -> delivery instanceof Delivery.Later later
                        ? Optional.of(Durations.notNegative(later.after()))
                        : Optional.empty());
    }
}
