package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Condition;
import app.flagger.api.status.Displaced;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An intent in the making: the next status, what it announces, and why. Not thread-safe; used within one decision.
 *
 * <p>A status is large, so that it is built once, at the end: of what was edited, only that is kept in fields which is read again.
 */
final class Change {
    private final Facts facts;
    private final List<OutboxEntry> told = new ArrayList<>();
    private final List<Reason> reasons = new ArrayList<>();
    private final CanaryStatus.Builder next;
    private RunStatus.@Nullable Builder run;
    private String owner;
    private Phase phase;
    private Split split;
    private Optional<String> cookie;
    private Optional<Displaced> displaced;

    Change(Facts facts) {
        CanaryStatus last = facts.status();
        this.facts = facts;
        this.next = last.toBuilder();
        this.owner = last.run().map(RunStatus::id).orElse("init");
        this.phase = last.phase();
        this.split = Routing.weights(last);
        this.cookie = last.sessionAffinityCookie();
        this.displaced = last.displaced();
    }

    /** Edits anything for which there is no other method here. */
    Change status(Consumer<CanaryStatus.Builder> edit) {
        edit.accept(next);
        return this;
    }

    /** A new run, with a new cookie. */
    Change begins(String id, RunStatus.Builder begun, Optional<String> newCookie) {
        run = begun.id(id);
        owner = id;
        cookie = newCookie;
        next.previousSessionAffinityCookie(facts.status().sessionAffinityCookie())
                .sessionAffinityCookie(newCookie);
        return this;
    }

    Change run(Consumer<RunStatus.Builder> edit) {
        if (run == null) {
            run = facts.currentRun().toBuilder();
        }
        edit.accept(run);
        return this;
    }

    Change phase(Phase to) {
        if (phase == to) {
            return this;
        }
        phase = to;
        next.phase(to).lastTransitionTime(facts.now()).conditions(promoted());
        return this;
    }

    /** Orders another split; the data plane's time starts anew. */
    Change split(Split ordered) {
        Split before = split;
        boolean matchedOnly = ordered.matchedOnly() && ordered.canaryPercent() > 0;
        split = new Split(ordered.canaryPercent(), ordered.mirrorPercent(), matchedOnly, Optional.empty());
        next.canaryWeight(split.canaryPercent())
                .mirrorWeight(split.mirrorPercent())
                .matchedOnly(split.matchedOnly())
                .foreignRoute(Optional.empty());
        return before.equals(split) || !hasRun()
                ? this
                : run(edit -> edit.here(facts.now()).passedHere(0));
    }

    private boolean hasRun() {
        return run != null || facts.run().isPresent();
    }

    private long step() {
        return facts.status().step() + 1;
    }

    /** Orders traffic away from a version without a replica, or back; the data plane's time starts anew. */
    Change displace(Optional<Displaced> from) {
        displaced = from;
        next.displaced(from);
        return hasRun() ? run(edit -> edit.here(facts.now())) : this;
    }

    Change because(Reason reason) {
        reasons.add(reason);
        return this;
    }

    /** Tells listeners and the canary's event hooks. */
    Change event(String code, Severity severity, Reason reason) {
        tell(OutboxEntry.Kind.EVENT, "", code, severity, reason, phase);
        for (Webhook hook : facts.analysis().webhooks(HookType.EVENT)) {
            tell(OutboxEntry.Kind.HOOK, hook.name(), code, severity, reason, phase);
        }
        return this;
    }

    Change event(String code, Reason reason) {
        return event(code, Severity.INFO, reason);
    }

    /** Tells the people that the canary names for this severity; the engine's default receiver if it names nobody. */
    Change alert(String code, Severity severity, Reason reason) {
        List<AlertRef> receivers = facts.analysis().alerts();
        if (receivers.isEmpty()) {
            tell(OutboxEntry.Kind.ALERT, "", code, severity, reason, phase);
        }
        for (AlertRef receiver : receivers) {
            if (severity.reaches(receiver.severity())) {
                tell(OutboxEntry.Kind.ALERT, receiver.name(), code, severity, reason, phase);
            }
        }
        return this;
    }

    /** Calls hooks after the fact. */
    Change hooks(List<Webhook> hooks, String code, Reason reason, Phase in) {
        hooks.forEach(hook -> tell(OutboxEntry.Kind.HOOK, hook.name(), code, Severity.INFO, reason, in));
        return this;
    }

    private void tell(OutboxEntry.Kind kind, String receiver, String code, Severity severity, Reason reason, Phase in) {
        told.add(OutboxEntry.builder()
                .id(facts.canary().key() + "/" + owner + "/" + step() + "/" + told.size())
                .kind(kind)
                .receiver(receiver)
                .code(code)
                .severity(severity)
                .reason(reason)
                .phase(in)
                .at(facts.now())
                .build());
    }

    /** The condition that upstream's users know. */
    private List<Condition> promoted() {
        Optional<Condition> before = facts.status().condition("Promoted");
        String status = Sentences.promotedStatus(phase);
        boolean same = before.isPresent() && before.get().status().equals(status);
        List<Condition> all = new ArrayList<>(facts.status().conditions());
        before.ifPresent(all::remove);
        all.add(Condition.builder()
                .type("Promoted")
                .status(status)
                .reason(phase.wireName())
                .message(Sentences.promotedMessage(facts.canary(), phase))
                .lastUpdateTime(facts.now())
                .lastTransitionTime(same ? before.get().lastTransitionTime() : Optional.of(facts.now()))
                .build());
        return all;
    }

    /** The decision to save this; it uses up the tick's one advance. What it orders follows from the saved status. */
    Optional<Decision> advance(String rule) {
        return decide(rule, true, List.of());
    }

    /** The decision to save this; the tick may go on. */
    Optional<Decision> note(String rule) {
        return decide(rule, false, List.of());
    }

    /** As {@link #note(String)}, with something to do that the status does not order again. */
    Optional<Decision> note(String rule, List<Action> actions) {
        return decide(rule, false, actions);
    }

    private Optional<Decision> decide(String rule, boolean advances, List<Action> actions) {
        Split wanted = facts.routing().wanted(split, cookie, displaced);
        boolean moves = !wanted.equals(facts.routing().wanted());
        if (run != null) {
            next.run(run.build());
        }
        CanaryStatus status = next.addAllOutbox(told)
                .step(step())
                .splitStep(moves ? step() : facts.status().splitStep())
                .build();
        if (status.phase() != phase || !facts.routing().wanted(status).equals(wanted)) {
            throw new IllegalStateException(rule + " edits phase or split as if they were something else");
        }
        return Optional.of(Decision.act(rule, Optional.of(Budget.cut(status)), actions, reasons, advances));
    }
}
