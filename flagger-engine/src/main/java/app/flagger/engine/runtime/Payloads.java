package app.flagger.engine.runtime;

import app.flagger.api.Severity;
import app.flagger.api.plug.Alert;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.OutboxEntry;
import app.flagger.engine.decision.Placeholders;
import app.flagger.engine.decision.Sentences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What receivers of after-the-fact messages get. Pure. */
final class Payloads {
    /** Alerts that upstream Flagger sends with the canary's metadata. */
    private static final List<String> WITH_METADATA = List.of("initialised", "started");

    private Payloads() {}

    /** Names the revision that a status speaks of: the one that waits, else the one of the run, else the last one. */
    static String checksum(CanaryStatus status) {
        return status.waiting()
                .map(waiting -> waiting.revision().id())
                .or(() -> status.run().map(run -> run.revision().id()))
                .or(status::lastAppliedSpec)
                .orElse("");
    }

    static HookRequest hook(Webhook hook, OutboxEntry entry, Delivering.Context context) {
        Canary canary = context.canary();
        CanaryStatus then = context.status().toBuilder().phase(entry.phase()).build();
        Map<String, String> metadata = new LinkedHashMap<>(Placeholders.fill(canary, then, hook));
        if (hook.type() == HookType.EVENT) {
            metadata.put("eventMessage", Sentences.event(canary, entry));
            metadata.put("eventType", entry.severity() == Severity.INFO ? "Normal" : "Warning");
            metadata.put("timestamp", String.valueOf(entry.at().toEpochMilli()));
        }
        return HookRequest.builder()
                .name(hook.name())
                .type(hook.type())
                .url(hook.url())
                .namespace(canary.metadata().namespace())
                .canary(canary.metadata().name())
                .phase(entry.phase().wireName())
                .checksum(checksum(context.status()))
                .metadata(metadata)
                .idempotencyKey(entry.id())
                .disableTLS(hook.disableTLS())
                .timeout(hook.timeout())
                .build();
    }

    static Alert alert(
            OutboxEntry entry, Delivering.Context context, Optional<AlertProvider> provider, boolean dryRun) {
        String message = Sentences.alert(context.canary(), entry);
        return Alert.builder()
                .id(entry.id())
                .canary(context.canary().key())
                .severity(entry.severity())
                .code(entry.code())
                .reason(dryRun ? entry.reason().with("dryRun", true) : entry.reason())
                .message(dryRun ? "[dry run] " + message : message)
                .phase(entry.phase())
                .fields(WITH_METADATA.contains(entry.code()) ? fields(context) : Map.of())
                .provider(provider)
                .at(entry.at())
                .build();
    }

    private static Map<String, String> fields(Delivering.Context context) {
        Canary canary = context.canary();
        Map<String, String> fields = new LinkedHashMap<>();
        String target = canary.spec().targetRef().kind() + "/"
                + canary.spec().targetRef().name() + "." + canary.metadata().namespace();
        fields.put("Target", target);
        fields.put(
                "Failed checks threshold",
                String.valueOf(canary.spec().analysis().effectiveThreshold()));
        fields.put("Progress deadline", canary.spec().progressDeadline().toSeconds() + "s");
        routing(context).ifPresent(routing -> fields.put("Traffic routing", routing));
        return fields;
    }

    private static Optional<String> routing(Delivering.Context context) {
        Analysis analysis = context.canary().spec().analysis();
        String type = context.canary().spec().strategy(context.shifts()).type();
        int max = analysis.maxWeight().orElse(0);
        if (type.equals("ab-testing")) {
            return Optional.of("A/B Testing");
        }
        if (type.equals("blue-green") || type.equals("kubernetes")) {
            return Optional.of("Blue/Green");
        }
        if (analysis.stepWeight().orElse(0) > 0) {
            return Optional.of("Weight step: " + analysis.stepWeight().getAsInt() + " max: " + max);
        }
        if (!analysis.stepWeights().isEmpty()) {
            String weights =
                    analysis.stepWeights().stream().map(String::valueOf).collect(Collectors.joining(","));
            return Optional.of("Weight steps: " + weights + " max: " + max);
        }
        return Optional.empty();
    }
}
