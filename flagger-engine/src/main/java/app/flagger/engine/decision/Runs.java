package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.Severity;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.Ending;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Steps that several rows share: how a run begins, how it ends, and how the primary is ordered to change. */
final class Runs {
    private Runs() {}

    /** A new run at zero; what it orders is pinned and scaled up next. */
    static Change begin(Facts facts, Revision revision) {
        RunStatus.Builder run = RunStatus.builder()
                .revision(revision)
                .startedAt(facts.now())
                .strategy(facts.strategyId())
                .basis(facts.basis())
                .skip(facts.skips(revision))
                .here(facts.now());
        Optional<String> cookie = facts.analysis()
                .sessionAffinity()
                .map(affinity -> affinity.cookieName() + "=" + facts.situation().newCookie());
        return new Change(facts)
                .begins(facts.situation().newRunId(), run, cookie)
                .status(status -> status.failedChecks(0)
                        .iterations(0)
                        .canaryAnalysis(List.of())
                        .lastAppliedSpec(revision.id())
                        .lastCheckAt(Optional.empty())
                        .canaryNotReadySince(Optional.empty())
                        .waiting(Optional.empty())
                        .ending(Optional.empty()))
                .split(Split.allToPrimary());
    }

    /** Decides how the run ends. For all but a failed promotion traffic goes to the primary, in the same intent. */
    static Change end(Facts facts, Change change, Ending.Kind kind, Reason reason) {
        change.status(status -> status.ending(new Ending(kind, reason))).because(reason);
        if (kind == Ending.Kind.FAILED_PROMOTION) {
            return change.split(Split.canary(facts.shifts() ? 100 : 0));
        }
        boolean promoting = facts.phase().promoting()
                || Orders.promotes(facts) && facts.phase().analysing();
        if (promoting) {
            return restorePrimary(facts, facts.promotionNeedsTheCanary() ? change.split(Split.canary(100)) : change);
        }
        return change.split(Split.allToPrimary());
    }

    /** Orders the primary back to the last good revision; traffic stays until it is ready. */
    static Change restorePrimary(Facts facts, Change change) {
        PrimaryStatus primary = facts.primary().orElseThrow();
        Revision good = primary.lastGood().orElse(primary.wanted());
        return change.status(status ->
                status.primary(primary.toBuilder().wanted(good).build()).primaryNotReadySince(Optional.empty()));
    }

    /** Orders the primary to run the revision of the run. */
    static Change orderPromotion(Facts facts, Change change) {
        RunStatus run = facts.currentRun();
        PrimaryStatus primary = facts.primary().orElseThrow();
        return change.status(status -> status.primary(
                        primary.toBuilder().wanted(run.revision()).run(run.id()).build())
                .primaryNotReadySince(Optional.empty()));
    }

    /** A rollback with its messages. */
    static Optional<Decision> rollBack(Facts facts, Change change, String rule, Severity severity, Reason reason) {
        change.event(rule, severity == Severity.INFO ? Severity.INFO : Severity.WARN, reason);
        change.alert(rule, severity, reason);
        return end(facts, change, Ending.Kind.ROLLBACK, reason).advance(rule);
    }

    /** The end of a run that did not promote: messages, hooks, Failed. */
    static Change fail(Facts facts, Reason reason) {
        Change change = new Change(facts);
        change.phase(Phase.FAILED)
                .run(run -> run.result(reason).endedAt(facts.now()))
                .status(status -> status.ending(Optional.empty())
                        .restoring(Optional.empty())
                        .foreignRoute(Optional.empty())
                        .canaryNotReadySince(Optional.empty()));
        List<Webhook> hooks = new ArrayList<>(Hooks.rollback(facts, HookMode.ACT));
        hooks.addAll(facts.analysis().webhooks(HookType.POST_ROLLOUT));
        return change.event("canary-failed", Severity.WARN, reason)
                .hooks(hooks, "run-ended", reason, Phase.FAILED)
                .because(reason);
    }

    /** Marks commands of a kind as carried out. */
    static Change done(Facts facts, Change change, Command.Kind... kinds) {
        List<Command.Kind> carriedOut = List.of(kinds);
        List<Command> left = new ArrayList<>();
        List<String> ids = new ArrayList<>(facts.status().doneCommands());
        for (Command command : facts.status().commands()) {
            if (carriedOut.contains(command.kind())) {
                ids.add(command.id());
            } else {
                left.add(command);
            }
        }
        return change.status(status -> status.commands(left).doneCommands(ids));
    }

    static Reason commanded(String rule, Command command) {
        return Reason.of(rule)
                .with("who", command.who())
                .with("why", command.why())
                .with("command", command.id());
    }
}
