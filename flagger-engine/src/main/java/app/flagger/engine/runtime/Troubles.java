package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Measurement;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Metric;
import app.flagger.api.status.OutboxEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Failures that do not go away by themselves: each is told once, until what failed has worked again. Not in the status, because
 * often it is the status that cannot be saved. Confined to the mailbox.
 */
final class Troubles {
    private final Set<String> told = new LinkedHashSet<>();
    private long number;

    /** What a refused call is called in events and alerts; empty for failures that pass. */
    static String code(PlugException.Kind kind) {
        return switch (kind) {
            case DENIED -> "plug-denied";
            case UNSUPPORTED -> "plug-unsupported";
            case GONE -> "plug-gone";
            case TRANSIENT, THROTTLED, CONFLICT -> "";
        };
    }

    /** Tells of a failure of some step, unless that is known or the failure passes. */
    void failed(CanaryMemory memory, String step, PlugFailure failure) {
        String code = code(failure.kind());
        if (!code.isEmpty() && told.add(step + " " + code)) {
            tell(
                    memory,
                    code,
                    Severity.ERROR,
                    Reason.of(code).with("step", step).with("detail", failure.text()));
        }
    }

    /** In a dry run: a metric has no value, which is told once and not counted. */
    void missing(CanaryMemory memory, Metric metric, Measurement.Missing missing) {
        if (told.add("dry-run " + metric.name())) {
            Reason reason = Reason.of("metric-missing")
                    .with("metric", metric.name())
                    .with("why", missing.why())
                    .with("detail", missing.detail());
            tell(memory, "dry-run-metric-missing", Severity.INFO, reason);
        }
    }

    /** The step worked. */
    void worked(String step) {
        if (!told.isEmpty()) {
            told.removeIf(known -> known.startsWith(step + " "));
        }
    }

    /** Tells listeners, event hooks, and the people that the canary names for this severity. */
    void tell(CanaryMemory memory, String code, Severity severity, Reason reason) {
        List<OutboxEntry> entries = new ArrayList<>();
        entries.add(entry(memory, OutboxEntry.Kind.EVENT, "", code, severity, reason));
        var analysis = memory.managed().canary().spec().analysis();
        analysis.webhooks(HookType.EVENT)
                .forEach(
                        hook -> entries.add(entry(memory, OutboxEntry.Kind.HOOK, hook.name(), code, severity, reason)));
        if (analysis.alerts().isEmpty()) {
            entries.add(entry(memory, OutboxEntry.Kind.ALERT, "", code, severity, reason));
        }
        for (AlertRef alert : analysis.alerts()) {
            if (severity.reaches(alert.severity())) {
                entries.add(entry(memory, OutboxEntry.Kind.ALERT, alert.name(), code, severity, reason));
            }
        }
        entries.forEach(memory.teller()::add);
    }

    private OutboxEntry entry(
            CanaryMemory memory,
            OutboxEntry.Kind kind,
            String receiver,
            String code,
            Severity severity,
            Reason reason) {
        return OutboxEntry.builder()
                .id(memory.lane().key() + "/" + code + "/"
                        + memory.keeper().status().step() + "/" + number++)
                .kind(kind)
                .receiver(receiver)
                .code(code)
                .severity(severity)
                .reason(reason)
                .phase(memory.keeper().status().phase())
                .at(memory.lane().now())
                .build();
    }
}
