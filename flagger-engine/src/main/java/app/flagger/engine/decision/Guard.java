package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Split;
import app.flagger.api.status.RunStatus;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import java.util.Objects;
import java.util.Optional;

/**
 * Stands between every proposal of a strategy and every action. A proposal that would break what must hold is refused, whoever
 * wrote the strategy.
 */
final class Guard {
    private static final int STATE_BYTES = 1024;

    /**
     * What the guard lets through.
     *
     * @param proposal the proposal, its weight rounded down to what the router can do
     * @param refused why nothing is let through, or nothing
     */
    record Verdict(Proposal proposal, Optional<Reason> refused) {}

    private Guard() {}

    /** Asks the strategy and checks what it says. */
    static Verdict ask(Facts facts, Progress progress) {
        Proposal proposal;
        try {
            proposal = whole(facts.strategy().next(progress));
        } catch (RuntimeException broken) {
            return refuse("exception", Thrown.told(broken));
        }
        if (progress.passed() > facts.plan().mostChecks() && !comesToAnEnd(progress.current(), proposal)) {
            return refuse("overrun", "more than " + facts.plan().mostChecks() + " passed checks");
        }
        if (Budget.tree(proposal.state().tree()) > STATE_BYTES) {
            return refuse("state-too-large", "its memory is larger than 1 KiB");
        }
        if (proposal instanceof Proposal.Expose expose) {
            Split split = rounded(facts, progress.current(), expose.split());
            return expose(facts, progress, split)
                    .orElse(new Verdict(new Proposal.Expose(split, expose.state()), Optional.empty()));
        }
        if (proposal instanceof Proposal.Finish && progress.passedHere() < 1) {
            return refuse("finish-before-pass", "no check has passed at the current split");
        }
        return new Verdict(proposal, Optional.empty());
    }

    /** Throws where something is missing in what a strategy said. */
    private static Proposal whole(Proposal proposal) {
        Objects.requireNonNull(Objects.requireNonNull(proposal, "no proposal").state(), "no state");
        if (proposal instanceof Proposal.Expose expose) {
            Objects.requireNonNull(expose.split(), "no split");
        } else if (proposal instanceof Proposal.Hold hold) {
            Objects.requireNonNull(hold.because(), "no reason");
        } else if (proposal instanceof Proposal.Abort abort) {
            Objects.requireNonNull(abort.because(), "no reason");
        }
        return proposal;
    }

    /** An edit may leave fewer checks than have passed already; what raises, finishes or aborts then is no fault. */
    private static boolean comesToAnEnd(Split now, Proposal proposal) {
        if (proposal instanceof Proposal.Expose expose) {
            return expose.split().canaryPercent() > now.canaryPercent()
                    || expose.split().mirrorPercent() > now.mirrorPercent();
        }
        return !(proposal instanceof Proposal.Hold);
    }

    private static Optional<Verdict> expose(Facts facts, Progress progress, Split split) {
        if (split.canaryPercent() > facts.plan().limitPercent()) {
            return Optional.of(refuse(
                    "above-limit",
                    split.canaryPercent() + " is above " + facts.plan().limitPercent()));
        }
        if (split.exposes() && !facts.canaryReplicas().any()) {
            return Optional.of(refuse("no-replica", "the canary has no available replica"));
        }
        if (split.canaryPercent() > 0 && !facts.routerCan(Ability.WEIGHTS)) {
            return Optional.of(refuse("ability", "the router shifts no traffic"));
        }
        if (split.mirrorPercent() > 0 && !facts.routerCan(Ability.MIRROR)) {
            return Optional.of(refuse("ability", "the router does not mirror"));
        }
        if (split.matchedOnly() && facts.analysis().match().isEmpty()) {
            return Optional.of(refuse("ability", "analysis.match is empty"));
        }
        if (increases(facts.currentRun(), progress.current(), split)
                && progress.started()
                && progress.passedHere() < 1) {
            return Optional.of(refuse("increase-without-pass", "no check has passed at the current split"));
        }
        return Optional.empty();
    }

    /** Whether the canary would see more than it has seen in this run. */
    static boolean increases(RunStatus run, Split now, Split split) {
        boolean wider = now.matchedOnly() && !split.matchedOnly() && split.canaryPercent() > 0;
        return split.canaryPercent() > run.highestWeight() || wider || split.mirrorPercent() > now.mirrorPercent();
    }

    /** Rounded down to what the router can do; a raise that would come to nothing becomes the smallest one. */
    private static Split rounded(Facts facts, Split now, Split split) {
        int step = facts.situation().observation().router().weightStep();
        int down = facts.routing().roundedDown(split.canaryPercent());
        boolean nothing = split.canaryPercent() > now.canaryPercent() && down <= now.canaryPercent();
        int weight = nothing && down + step <= facts.plan().limitPercent() ? down + step : down;
        return new Split(weight, split.mirrorPercent(), split.matchedOnly(), Optional.empty());
    }

    private static Verdict refuse(String fault, String detail) {
        Reason reason = Reason.of("strategy-fault").with("fault", fault).with("detail", detail);
        return new Verdict(Proposal.hold(fault), Optional.of(reason));
    }
}
