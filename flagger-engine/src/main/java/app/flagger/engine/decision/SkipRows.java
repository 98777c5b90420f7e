package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.plug.Split;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import java.util.List;
import java.util.Optional;

/** A revision that goes without analysis. */
final class SkipRows {
    private SkipRows() {}

    static List<Row> rows() {
        return List.of(
                Row.of(
                                "skip-failed",
                                Row.ANALYSING,
                                Row.SAME,
                                "the primary does not get ready with a revision that goes without analysis",
                                SkipRows::skipFailed,
                                Action.Kind.ROUTE)
                        .setting(Row.Mark.FAILED_PROMOTION),
                Row.of(
                        "skip-routes",
                        Row.ANALYSING,
                        Row.SAME,
                        "the primary is ready with a revision that went without analysis",
                        SkipRows::skipRoutes,
                        Action.Kind.ROUTE,
                        Action.Kind.SCALE_CANARY),
                Row.of(
                        "skipped",
                        Row.ANALYSING,
                        Row.phases(Phase.SUCCEEDED),
                        "traffic is on the primary and the canary is scaled to zero",
                        SkipRows::skipped,
                        Action.Kind.HOLD),
                Row.of(
                        "skip-promote",
                        Row.ANALYSING,
                        Row.SAME,
                        "the canary is ready and goes without analysis",
                        SkipRows::skipPromote,
                        Action.Kind.HOLD,
                        Action.Kind.ROUTE,
                        Action.Kind.PROMOTE));
    }

    /** Whether a revision that went without analysis serves already: the canary that could take over is on its way down. */
    static boolean serves(Facts facts) {
        return facts.run().flatMap(RunStatus::result).isPresent();
    }

    private static boolean skips(Facts facts) {
        return Orders.promotes(facts) || facts.skips(facts.currentRun().revision());
    }

    private static Optional<Decision> skipPromote(Facts facts) {
        if (!skips(facts)
                || Orders.promotes(facts)
                || !facts.canaryReady()
                || facts.paused()
                || facts.orderFailed()
                || facts.situation().advanced()) {
            return Optional.empty();
        }
        Reason reason =
                Reason.of("skip-promote").with("revision", facts.currentRun().revision());
        Change change = new Change(facts);
        if (facts.promotionNeedsTheCanary()) {
            change.split(Split.canary(100));
        }
        return Runs.orderPromotion(facts, change.run(run -> run.skip(true)))
                .event("promotion-started", reason)
                .because(reason)
                .advance("skip-promote");
    }

    private static Optional<Decision> skipFailed(Facts facts) {
        boolean failed = Orders.promotes(facts)
                && !serves(facts)
                && facts.primaryRunsWhatItShall()
                && Readiness.primaryLost(facts);
        if (!failed) {
            return Optional.empty();
        }
        return PromotionRows.failPromotion(facts, "skip-failed");
    }

    private static Optional<Decision> skipRoutes(Facts facts) {
        boolean ready = Orders.promotes(facts) && facts.primaryReady() && !serves(facts);
        if (!ready) {
            return Optional.empty();
        }
        return new Change(facts)
                .split(Split.allToPrimary())
                .run(run -> run.result(Reason.of("skipped")))
                .because(Reason.of("skip-routes"))
                .note("skip-routes");
    }

    private static Optional<Decision> skipped(Facts facts) {
        boolean done =
                Orders.promotes(facts) && serves(facts) && Orders.pending(facts).isEmpty() && facts.beganHere();
        return done ? PromotionRows.succeed(facts, "skipped") : Optional.empty();
    }
}
