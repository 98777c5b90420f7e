package app.flagger.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Check;
import app.flagger.api.status.Ending;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.RunStatus;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.api.strategy.Strategy;
import app.flagger.engine.codec.StatusJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What DESIGN section 4 demands of each decision and of the world after each tick, as far as a decision can see to it. */
final class Invariants {
    private static final int STATUS_BYTES = 64 * 1024;

    private final DecisionBench bench;
    private int checked;

    Invariants(DecisionBench bench) {
        this.bench = bench;
    }

    /** Checks what was decided since the last call, and the world as it is. */
    void check() {
        for (; checked < bench.steps.size(); checked++) {
            DecisionBench.Step step = bench.steps.get(checked);
            decision(step);
            step.decision().actions().forEach(action -> action(step, action));
            step.decision().next().ifPresent(next -> intent(step, next));
        }
        nobodyHome();
    }

    private String story(DecisionBench.Step step) {
        return step.decision().rule() + " " + step.decision().reasons() + " in "
                + step.situation().status().phase() + " after " + bench.rules;
    }

    private Facts facts(DecisionBench.Step step) {
        return new Facts(step.situation(), bench.strategies, bench.judges);
    }

    /** Property 13. */
    private void decision(DecisionBench.Step step) {
        Map<String, Answer> reversed = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>(step.situation().answers().keySet());
        Collections.reverse(ids);
        ids.forEach(id -> reversed.put(id, step.situation().answers().get(id)));
        Map<String, Strategy> strategies = new TreeMap<>(Comparator.reverseOrder());
        strategies.putAll(bench.strategies);
        Situation same = step.situation().toBuilder().answers(reversed).build();
        Decision again = Decider.of(strategies, bench.judges).decide(same);
        assertThat(again).as(story(step)).isEqualTo(step.decision());
    }

    private void action(DecisionBench.Step step, Action action) {
        Facts facts = facts(step);
        if (action.kind() == Action.Kind.ROUTE && facts.phase().analysing()) {
            limit(step, facts, action.split().orElseThrow());
        }
        Optional<Split> live = facts.route().map(RouteState::live);
        if (action.kind() == Action.Kind.SCALE_CANARY && !action.on() && facts.shifts()) {
            assertThat(live.orElseThrow().exposes())
                    .as("scaled down while routed to: %s", story(step))
                    .isFalse();
        }
        boolean alone = facts.shifts()
                && !facts.workloadCan(WorkloadAbility.UPDATE_KEEPS_A_REPLICA)
                && facts.primary().orElseThrow().lastGood().isPresent();
        if (action.kind() == Action.Kind.PROMOTE
                && alone
                && facts.primaryReplicas().any()) {
            assertThat(live.orElseThrow())
                    .as("updated while routed to: %s", story(step))
                    .satisfies(
                            split -> assertThat(split.sticky(Optional.empty())).isEqualTo(Split.canary(100)));
        }
    }

    /** Property 1. */
    private static void limit(DecisionBench.Step step, Facts facts, Split split) {
        boolean served = facts.status().displaced().isPresent()
                || facts.status().ending().isPresent()
                || Orders.promotes(facts);
        if (!served && !facts.spec().suspend()) {
            assertThat(split.canaryPercent())
                    .as("above the limit: %s", step.decision())
                    .isLessThanOrEqualTo(facts.plan().limitPercent());
        }
    }

    private void intent(DecisionBench.Step step, CanaryStatus next) {
        Facts facts = facts(step);
        CanaryStatus before = step.situation().status();
        assertThat(StatusJson.write(next).getBytes(StandardCharsets.UTF_8).length)
                .as("bytes of the status: %s", story(step))
                .isLessThanOrEqualTo(STATUS_BYTES);
        assertThat(next.step()).as(story(step)).isEqualTo(before.step() + 1);
        if (next.phase() != before.phase()) {
            assertThat(before.phase() == step.situation().startPhase()
                            || next.phase() == Phase.TERMINATING
                            || step.decision().rule().equals("restarted"))
                    .as("a second transition in one tick: %s", story(step))
                    .isTrue();
        }
        increase(step, facts, next);
        if (next.phase() == Phase.FAILED && before.phase().running()) {
            failed(step, facts);
        }
        boolean ended = before.ending().isPresent() && next.phase() == before.phase();
        if (ended) {
            assertThat(next.ending())
                    .as("an ending was taken back: %s", story(step))
                    .isEqualTo(before.ending());
        }
    }

    /** Properties 2 and 8. */
    private void increase(DecisionBench.Step step, Facts facts, CanaryStatus next) {
        boolean sameRun = facts.run().isPresent()
                && next.run().map(RunStatus::id).equals(facts.run().map(RunStatus::id));
        if (!sameRun || !facts.phase().analysing() || next.ending().isPresent()) {
            return;
        }
        RunStatus run = facts.currentRun();
        boolean wider = facts.status().matchedOnly() && !next.matchedOnly() && next.canaryWeight() > 0;
        boolean increases = next.canaryWeight()
                        > Math.max(run.highestWeight(), facts.status().canaryWeight())
                || wider
                || next.mirrorWeight() > facts.status().mirrorWeight();
        boolean promotes = !next.primary()
                .map(PrimaryStatus::wanted)
                .equals(facts.primary().map(PrimaryStatus::wanted));
        boolean skips = step.decision().rule().equals("skip-promote")
                || step.decision().rule().equals("promote-commanded");
        if ((increases && run.exposed() || promotes) && !skips) {
            List<Check> checks = next.canaryAnalysis();
            assertThat(checks).as("without a check: %s", story(step)).isNotEmpty();
            Check last = checks.get(checks.size() - 1);
            assertThat(last.verdict() == Verdict.PASS && last.at().equals(facts.now()) || run.passedHere() > 0)
                    .as("without a pass: %s", story(step))
                    .isTrue();
            assertThat(facts.routing().routed())
                    .as("not at the split: %s", story(step))
                    .isTrue();
            assertThat(facts.timing().checkDue())
                    .as("too early at the split: %s", story(step))
                    .isTrue();
        }
    }

    /** Property 4. */
    private void failed(DecisionBench.Step step, Facts facts) {
        boolean toPrimary = facts.status().ending().orElseThrow().kind() != Ending.Kind.FAILED_PROMOTION;
        if (facts.shifts()) {
            assertThat(facts.routing().routed())
                    .as("Failed before traffic has moved: %s", story(step))
                    .isTrue();
            boolean exposed = facts.route().orElseThrow().live().exposes();
            assertThat(toPrimary && exposed)
                    .as("Failed while exposed: %s", story(step))
                    .isFalse();
        }
    }

    /** Property 3, where writes of the route work. */
    private void nobodyHome() {
        Phase phase = bench.status.phase();
        boolean carries = phase.running() || phase == Phase.TERMINATING;
        if (!carries || bench.live.isEmpty() || bench.routesAreSlow || refuses()) {
            return;
        }
        Observation world = bench.observe();
        boolean canary = world.workload().canaryReplicas().any();
        boolean primary = world.workload().primaryReplicas().any();
        if (world.router().shiftsTraffic() && canary != primary) {
            Split live = bench.live.get();
            assertThat(canary ? live.primaryPercent() == 0 && !live.matchedOnly() : !live.exposes())
                    .as("traffic where nobody is home: %s in %s after %s", live, phase, bench.rules)
                    .isTrue();
        }
    }

    private boolean refuses() {
        return bench.refused.test(new Actions(facts(bench.steps.get(bench.steps.size() - 1))).route(Split.canary(0)));
    }
}
