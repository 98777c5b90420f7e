package app.flagger.testkit.contract;

import app.flagger.api.Settings;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.Check;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import app.flagger.testkit.Progresses;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All runs of a strategy up to a number of checks: after each tick the check may pass, fail or say nothing. The strategy is asked
 * where the engine would ask it, with the same rounding, and what the engine's guard would refuse is kept.
 */
final class StrategyRuns {
    /** Failed and inconclusive checks of one run; more of them change nothing but the counters. */
    private static final int MOST_FAILED = 2;

    private static final int MOST_IDLE = 2;

    /** The second time that nothing is said it takes about a day, as with a closed gate. */
    private static final int LONG_PAUSE = 1_440;

    private static final int MOST_SITUATIONS = 20_000;
    private static final int RECENT = 20;

    /** A situation: whatever the strategy is told follows from it. */
    record At(
            boolean started,
            Split current,
            int passed,
            int failed,
            int idle,
            int passedHere,
            int ticks,
            int ticksHere,
            Settings state) {
        static At start() {
            return new At(false, Split.allToPrimary(), 0, 0, 0, 0, 0, 0, Settings.none());
        }

        At afterPass() {
            return new At(started, current, passed + 1, failed, idle, passedHere + 1, ticks + 1, ticksHere + 1, state);
        }

        At afterFail() {
            return new At(started, current, passed, failed + 1, idle, passedHere, ticks + 1, ticksHere + 1, state);
        }

        At afterNothing() {
            int took = idle == 0 ? 1 : LONG_PAUSE;
            return new At(
                    started, current, passed, failed, idle + 1, passedHere, ticks + took, ticksHere + took, state);
        }

        At exposed(Split split, Settings memory) {
            boolean same = started && split.equals(current);
            return new At(
                    true, split, passed, failed, idle, same ? passedHere : 0, ticks, same ? ticksHere : 0, memory);
        }

        At held(Settings memory) {
            return new At(started, current, passed, failed, idle, passedHere, ticks, ticksHere, memory);
        }
    }

    private final Strategy strategy;
    private final Canary canary;
    private final Plan plan;
    private final int weightStep;
    private final int depth;
    private final Map<At, Proposal> proposals = new LinkedHashMap<>();
    private final Map<At, String> refused = new LinkedHashMap<>();

    private StrategyRuns(Strategy strategy, Canary canary, Settings with, int weightStep, int depth) {
        this.strategy = strategy;
        this.canary = canary;
        this.weightStep = weightStep;
        this.depth = depth;
        Plan planned = strategy.plan(canary, with);
        plan = new Plan(down(planned.limitPercent()), planned.needs(), planned.promotion(), planned.mostChecks());
    }

    static StrategyRuns of(Strategy strategy, Canary canary, Settings with, int weightStep, int depth) {
        StrategyRuns runs = new StrategyRuns(strategy, canary, with, weightStep, depth);
        runs.explore();
        return runs;
    }

    /** Every situation in which the strategy was asked, with what it said; in order of discovery. */
    Map<At, Proposal> proposals() {
        return Collections.unmodifiableMap(proposals);
    }

    /** What the guard would refuse, and why. */
    Map<At, String> refused() {
        return Collections.unmodifiableMap(refused);
    }

    /** What the strategy is told in a situation. */
    Progress progress(At at) {
        Progresses progresses = Progresses.of(canary, plan);
        Duration interval = canary.spec().analysis().effectiveInterval();
        if (at.started) {
            progresses.at(at.current);
        }
        return progresses
                .passed(at.passed, at.passedHere)
                .failed(at.failed)
                .recent(recent(at))
                .lasting(interval.multipliedBy(at.ticks + 1L), interval.multipliedBy(at.ticksHere))
                .state(at.state)
                .progress();
    }

    private static List<Check> recent(At at) {
        List<Check> checks = new ArrayList<>();
        Instant time = VirtualClock.START;
        for (int i = 0; i < at.failed + at.passed; i++) {
            time = time.plusSeconds(60);
            Verdict verdict = i < at.failed ? Verdict.FAIL : Verdict.PASS;
            checks.add(new Check(time, at.current.canaryPercent(), verdict, List.of()));
        }
        return checks.subList(Math.max(0, checks.size() - RECENT), checks.size());
    }

    private void explore() {
        Deque<At> open = new ArrayDeque<>();
        open.add(At.start());
        while (!open.isEmpty() && proposals.size() < MOST_SITUATIONS) {
            At at = open.removeFirst();
            if (proposals.containsKey(at) || refused.containsKey(at)) {
                continue;
            }
            ask(at).ifPresent(after -> outcomes(after).forEach(open::addLast));
        }
    }

    /** The situations in which the strategy is asked next. Failed checks and those without a verdict are not shown to it. */
    private List<At> outcomes(At after) {
        List<At> next = new ArrayList<>();
        for (int failed = after.failed; failed <= MOST_FAILED; failed++) {
            for (int idle = after.idle; idle <= MOST_IDLE; idle++) {
                At tick = after;
                while (tick.failed < failed) {
                    tick = tick.afterFail();
                }
                while (tick.idle < idle) {
                    tick = tick.afterNothing();
                }
                if (after.started && after.passed < depth) {
                    next.add(tick.afterPass());
                } else if (!after.started && !tick.equals(after)) {
                    next.add(tick);
                }
            }
        }
        return next;
    }

    /** What the situation becomes; nothing if the run ends there. */
    private Optional<At> ask(At at) {
        Proposal proposal;
        try {
            proposal = strategy.next(progress(at));
        } catch (RuntimeException broken) {
            refused.put(at, "exception: " + broken);
            return Optional.empty();
        }
        if (proposal == null) {
            refused.put(at, "null in place of a proposal");
            return Optional.empty();
        }
        proposals.put(at, proposal);
        Optional<String> refusal = refusal(at, proposal);
        if (refusal.isPresent()) {
            refused.put(at, refusal.get());
            return Optional.empty();
        }
        if (proposal instanceof Proposal.Expose expose) {
            return Optional.of(at.exposed(rounded(at, expose.split()), expose.state()));
        }
        return proposal instanceof Proposal.Hold hold ? Optional.of(at.held(hold.state())) : Optional.empty();
    }

    /** The rules of the engine's guard, for a router that can do what the plan needs and nothing else. */
    private Optional<String> refusal(At at, Proposal proposal) {
        if (at.passed > plan.mostChecks() && !ends(at, proposal)) {
            return Optional.of("overrun: more passed checks than the " + plan.mostChecks() + " that the plan allows");
        }
        if (!PureContract.fits(proposal.state())) {
            return Optional.of("state-too-large: its memory is larger than 1 KiB");
        }
        if (proposal instanceof Proposal.Finish && at.passedHere < 1) {
            return Optional.of("finish-before-pass: no check has passed at the current split");
        }
        return proposal instanceof Proposal.Expose expose ? refusal(rounded(at, expose.split())) : Optional.empty();
    }

    private static boolean ends(At at, Proposal proposal) {
        if (proposal instanceof Proposal.Expose expose) {
            return expose.split().canaryPercent() > at.current.canaryPercent()
                    || expose.split().mirrorPercent() > at.current.mirrorPercent();
        }
        return !(proposal instanceof Proposal.Hold);
    }

    private Optional<String> refusal(Split split) {
        if (split.canaryPercent() > plan.limitPercent()) {
            return Optional.of("above-limit: " + split.canaryPercent() + " is above " + plan.limitPercent());
        }
        if (split.canaryPercent() > 0 && !plan.needs().contains(Ability.WEIGHTS)) {
            return Optional.of("ability: it shifts traffic, and the plan does not need WEIGHTS");
        }
        if (split.mirrorPercent() > 0 && !plan.needs().contains(Ability.MIRROR)) {
            return Optional.of("ability: it mirrors, and the plan does not need MIRROR");
        }
        if (split.matchedOnly() && canary.spec().analysis().match().isEmpty()) {
            return Optional.of("ability: it matches requests, and analysis.match is empty");
        }
        if (split.matchedOnly() && Collections.disjoint(plan.needs(), matches())) {
            return Optional.of("ability: it matches requests, and the plan needs no ability to match");
        }
        return Optional.empty();
    }

    private static EnumSet<Ability> matches() {
        return EnumSet.of(
                Ability.MATCH_HEADER_EXACT,
                Ability.MATCH_HEADER_PREFIX,
                Ability.MATCH_HEADER_SUFFIX,
                Ability.MATCH_HEADER_REGEX,
                Ability.MATCH_QUERY,
                Ability.MATCH_SOURCE_LABELS);
    }

    private Split rounded(At at, Split split) {
        int now = at.current.canaryPercent();
        int down = down(split.canaryPercent());
        boolean nothing = split.canaryPercent() > now && down <= now;
        int weight = nothing && down + weightStep <= plan.limitPercent() ? down + weightStep : down;
        return new Split(weight, split.mirrorPercent(), split.matchedOnly(), Optional.empty());
    }

    private int down(int weight) {
        return weight == 100 ? 100 : weight - weight % weightStep;
    }
}
