package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.Ending;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.strategy.Plan;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From the order to update the primary until the run has succeeded, or the promotion has failed. */
final class PromotionRows {
    private static final Set<Phase> PROMOTING = Row.phases(Phase.PROMOTING);
    private static final Set<Phase> FINALISING = Row.phases(Phase.FINALISING);

    private PromotionRows() {}

    /** Tried before what is ordered is waited for. */
    static List<Row> deadline() {
        return List.of(Row.of(
                        "promotion-not-taken",
                        Row.RUNNING,
                        Row.SAME,
                        "the primary was not seen to take the ordered revision for too long; it still runs the last good one",
                        PromotionRows::notTaken,
                        Action.Kind.ROUTE,
                        Action.Kind.SCALE_CANARY,
                        Action.Kind.HOLD)
                .setting(Row.Mark.ROLLBACK));
    }

    private static Optional<Decision> notTaken(Facts facts) {
        boolean ordered = facts.phase().promoting() || Orders.promotes(facts);
        if (!ordered
                || facts.primaryRunsWhatItShall()
                || !Readiness.outOfPatience(facts, facts.status().primaryNotReadySince())
                || facts.situation().advanced()) {
            return Optional.empty();
        }
        Reason reason = Readiness.primaryReason(facts, "promotion-not-taken");
        return Runs.rollBack(facts, new Change(facts), "promotion-not-taken", Severity.ERROR, reason);
    }

    static List<Row> rows() {
        return List.of(
                Row.of(
                                "promotion-failed",
                                Row.PROMOTION,
                                Row.SAME,
                                "the primary is stuck or not ready for too long",
                                facts -> facts.primaryRunsWhatItShall() && Readiness.primaryLost(facts)
                                        ? failPromotion(facts, "promotion-failed")
                                        : Optional.empty(),
                                Action.Kind.ROUTE)
                        .setting(Row.Mark.FAILED_PROMOTION),
                Row.of(
                        "promotion-waits",
                        Row.PROMOTION,
                        Row.SAME,
                        "the primary is not ready yet",
                        facts -> facts.primaryReady()
                                ? Optional.empty()
                                : Wait.forChange(facts, Readiness.primaryReason(facts, "promotion-waits"))),
                Row.of(
                        "promotion-next-tick",
                        Row.PROMOTION,
                        Row.SAME,
                        "this tick has advanced already",
                        facts -> facts.situation().advanced() || !facts.beganHere()
                                ? Wait.forChange(facts, Reason.of("next-tick"))
                                : Optional.empty()),
                Row.of(
                        "step-back",
                        PROMOTING,
                        Row.SAME,
                        "traffic goes back to the primary in steps",
                        PromotionRows::stepBack,
                        Action.Kind.ROUTE),
                Row.of(
                        "finalise",
                        PROMOTING,
                        FINALISING,
                        "the primary is ready and takes all traffic",
                        PromotionRows::finalise,
                        Action.Kind.ROUTE),
                Row.of(
                        "finished",
                        FINALISING,
                        Row.phases(Phase.SUCCEEDED),
                        "traffic is on the primary and the canary is scaled to zero",
                        facts -> succeed(facts, "finished"),
                        Action.Kind.HOLD));
    }

    static Optional<Decision> failPromotion(Facts facts, String rule) {
        Reason reason = Readiness.primaryReason(facts, "promotion-failed");
        Change change = new Change(facts)
                .event("promotion-failed", Severity.ERROR, reason)
                .alert("promotion-failed", Severity.ERROR, reason);
        return Runs.end(facts, change, Ending.Kind.FAILED_PROMOTION, reason).advance(rule);
    }

    private static Optional<Decision> stepBack(Facts facts) {
        int step = facts.analysis().stepWeightPromotion().orElse(0);
        int weight = facts.status().canaryWeight() - step;
        boolean steps = facts.plan().promotion() == Plan.Promotion.COPY_THEN_STEP_BACK && step > 0 && facts.shifts();
        if (!steps || weight <= 0) {
            return Optional.empty();
        }
        if (!facts.timing().due()) {
            return Wait.untilDue(facts, Reason.of("next-step-back"));
        }
        Reason reason = Reason.of("step-back").with("primaryWeight", 100 - weight);
        return new Change(facts)
                .split(Split.canary(weight))
                .status(next -> next.lastCheckAt(facts.now()))
                .event("primary-weight", reason)
                .because(reason)
                .advance("step-back");
    }

    private static Optional<Decision> finalise(Facts facts) {
        Reason reason = Reason.of("finalise")
                .with("revision", facts.primary().orElseThrow().wanted());
        return new Change(facts)
                .split(Split.allToPrimary())
                .phase(Phase.FINALISING)
                .event("routing-to-primary", reason)
                .because(reason)
                .advance("finalise");
    }

    static Optional<Decision> succeed(Facts facts, String rule) {
        PrimaryStatus primary = facts.primary().orElseThrow();
        boolean skipped = rule.equals("skipped");
        String code = skipped ? "promotion-skipped" : "promotion-finished";
        Reason reason = Reason.of(code).with("revision", primary.wanted());
        Change change = new Change(facts)
                .phase(Phase.SUCCEEDED)
                .run(run -> run.result(reason).endedAt(facts.now()))
                .status(next -> next.lastPromotedSpec(primary.wanted().id())
                        .primary(primary.toBuilder().lastGood(primary.wanted()).build())
                        .canaryNotReadySince(Optional.empty()));
        return Runs.done(facts, change, Command.Kind.PROMOTE)
                .hooks(facts.analysis().webhooks(HookType.POST_ROLLOUT), "run-ended", reason, Phase.SUCCEEDED)
                .event(code, reason)
                .alert(code, Severity.INFO, reason)
                .because(reason)
                .advance(rule);
    }
}
