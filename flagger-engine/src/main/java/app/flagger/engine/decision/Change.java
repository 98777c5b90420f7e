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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An intent in the making: the next status, what it announces, and why. Not thread-safe; used within one decision. */
final class Change {
    private final Facts facts;
    private final List<OutboxEntry> told = new ArrayList<>();
    private final List<Reason> reasons = new ArrayList<>();
    private CanaryStatus next;
    /** Edits that nobody has looked at yet; a status is large, so that it is not built after each of them. */
    private CanaryStatus.@Nullable Builder edited;
    /** Parts of the status in the making, so that it need not be built in order to read them. */
    private Phase phase;

    private List<Condition> conditions;
    private Optional<RunStatus> run;

    Change(Facts facts) {
        this.facts = facts;
        this.next = facts.status();
        this.phase = next.phase();
        this.conditions = next.conditions();
        this.run = next.run();
    }

    CanaryStatus next() {
        if (edited != null) {
            next = edited.build();
            edited = null;
        }
        return next;
    }

    /** Edits anything but the phase and the run. */
    Change status(UnaryOperator<CanaryStatus.Builder> edit) {
        edited = edit.apply(edited == null ? next.toBuilder() : edited);
        return this;
    }

    Change begins(RunStatus begun) {
        run = Optional.of(begun);
        return status(status -> status.run(begun));
    }

    Change run(UnaryOperator<RunStatus.Builder> edit) {
        RunStatus before = run.orElseThrow(() -> new IllegalStateException("no run"));
        return begins(edit.apply(before.toBuilder()).build());
    }

    Change phase(Phase to) {
        if (phase == to) {
            return this;
        }
        phase = to;
        conditions = promoted();
        return status(status -> status.phase(to).lastTransitionTime(facts.now()).conditions(conditions));
    }

    /** Orders another split; the data plane's time starts anew. */
    Change split(Split split) {
        CanaryStatus last = next();
        Split before = new Split(last.canaryWeight(), last.mirrorWeight(), last.matchedOnly(), Optional.empty());
        status(status -> status.canaryWeight(split.canaryPercent())
                .mirrorWeight(split.mirrorPercent())
                .matchedOnly(split.matchedOnly() && split.canaryPercent() > 0)
                .foreignRoute(Optional.empty()));
        if (before.equals(split.sticky(Optional.empty()))) {
            return this;
        }
        status(status -> status.splitStep(step()));
        return run.isPresent() ? run(edit -> edit.here(facts.now()).passedHere(0)) : this;
    }

    private long step() {
        return facts.status().step() + 1;
    }

    /** Orders traffic away from a version without a replica, or back; the data plane's time starts anew. */
    Change displace(Optional<Displaced> displaced) {
        status(status -> status.displaced(displaced).splitStep(step()));
        return run.isPresent() ? run(edit -> edit.here(facts.now())) : this;
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
        String owner = run.map(RunStatus::id).orElse("init");
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
        Optional<Condition> before = conditions.stream()
                .filter(condition -> condition.type().equals("Promoted"))
                .findFirst();
        String status = Sentences.promotedStatus(phase);
        boolean same = before.isPresent() && before.get().status().equals(status);
        List<Condition> all = new ArrayList<>(conditions.stream()
                .filter(condition -> !condition.type().equals("Promoted"))
                .toList());
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
        status(status -> status.addAllOutbox(told).step(step()));
        if (next().phase() != phase || !next().run().equals(run)) {
            throw new IllegalStateException(rule + " edits phase or run as if they were something else");
        }
        boolean moves = !facts.wantedSplit(next()).equals(facts.wantedSplit());
        long splitStep = moves ? step() : facts.status().splitStep();
        if (next().splitStep() != splitStep) {
            status(status -> status.splitStep(splitStep));
        }
        return Optional.of(Decision.builder()
                .kind(Decision.Kind.ACT)
                .rule(rule)
                .next(Budget.cut(next()))
                .actions(actions)
                .reasons(reasons)
                .advances(advances)
                .build());
    }
}
