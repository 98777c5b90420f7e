package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import app.flagger.api.Settings;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import app.flagger.testkit.contract.StrategyRuns.At;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link Strategy} must do: be pure and total, and propose nothing that the engine's guard refuses. It is asked in all
 * situations that can come about in a run of {@link #depth()} passed checks, at most 20,000 of them, on routers with fine and with
 * coarse weights.
 */
public abstract class StrategyContract extends PureContract {
    private static final int[] WEIGHT_STEPS = {1, 5};

    /** For subclasses. */
    protected StrategyContract() {}

    /** The strategy; a new one each time if it has fields, so that a memory outside {@link Proposal#state()} is found. */
    protected abstract Strategy strategy();

    /** Canaries that the strategy is made for: each in a form that takes another way through it. */
    protected abstract List<Canary> canaries();

    /** The settings under {@code analysis.strategy.with}. */
    protected Settings with() {
        return Settings.none();
    }

    /** How many passed checks a run is followed for, at least 1. */
    protected int depth() {
        return 150;
    }

    @TestFactory
    @DisplayName("plans")
    final List<DynamicNode> plans() {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test("its version is not blank and the same each time", () -> {
            assertThat(strategy().version()).isNotBlank().isEqualTo(strategy().version());
            Strategy strategy = strategy();
            assertThat(strategy.version()).isEqualTo(strategy.version());
        }));
        for (Canary canary : canaries()) {
            tests.add(test("the plan is the same each time: " + canary.key(), () -> {
                Strategy strategy = strategy();
                Plan plan = strategy.plan(canary, with());
                assertThat(strategy.plan(canary, with())).isEqualTo(plan);
                assertThat(strategy().plan(canary, with())).isEqualTo(plan);
            }));
        }
        tests.addAll(refusals(with -> strategy().plan(canaries().get(0), with)));
        return tests;
    }

    @TestFactory
    @DisplayName("proposes")
    final List<DynamicNode> proposes() {
        List<DynamicNode> tests = new ArrayList<>();
        for (Canary canary : canaries()) {
            for (int step : WEIGHT_STEPS) {
                tests.add(group(
                        canary.key() + " with weights in steps of " + step + " %",
                        List.of(
                                test("nothing that the guard refuses", () -> nothingRefused(canary, step)),
                                test("the same in the same situation", () -> pure(canary, step)),
                                ending(canary, step),
                                test("reasons for whatever holds or aborts", () -> reasons(canary, step)))));
            }
        }
        return tests;
    }

    private StrategyRuns runs(Canary canary, int step) {
        return StrategyRuns.of(strategy(), canary, with(), step, depth());
    }

    private void nothingRefused(Canary canary, int step) {
        StrategyRuns runs = runs(canary, step);
        for (Map.Entry<At, String> refused : runs.refused().entrySet()) {
            fail(
                    "the guard refuses %s with %s; situation: %s",
                    runs.proposals().get(refused.getKey()), refused.getValue(), refused.getKey());
        }
        assertThat(runs.proposals()).as("situations").isNotEmpty();
    }

    private void pure(Canary canary, int step) throws InterruptedException {
        Strategy strategy = strategy();
        StrategyRuns runs = StrategyRuns.of(strategy, canary, with(), step, depth());
        requirePure(
                runs.proposals(),
                at -> strategy.next(runs.progress(at)),
                at -> strategy().next(runs.progress(at)));
    }

    private DynamicNode ending(Canary canary, int step) {
        int most = strategy().plan(canary, with()).mostChecks();
        return most <= depth()
                ? test("an end within the checks that the plan allows", () -> ends(canary, step))
                : untried("whether it ends was not tried: depth() is less than the " + most + " checks of its plan");
    }

    /** A run begins within a day of intervals, and comes to an end once the checks have passed. */
    private void ends(Canary canary, int step) {
        StrategyRuns runs = runs(canary, step);
        assertThat(runs.proposals().keySet())
                .as("situations, of which one is after a first step")
                .anyMatch(At::started);
        assertThat(runs.proposals().values())
                .as("proposals, of which one is to end")
                .anyMatch(proposal -> proposal instanceof Proposal.Finish || proposal instanceof Proposal.Abort);
        assertThat(runs.refused().values()).noneMatch(why -> why.startsWith("overrun"));
    }

    private void reasons(Canary canary, int step) {
        runs(canary, step).proposals().forEach((at, proposal) -> {
            if (proposal instanceof Proposal.Hold hold) {
                assertThat(hold.because()).as("why it holds: %s", at).isNotBlank();
            }
            if (proposal instanceof Proposal.Abort abort) {
                assertThat(abort.because()).as("why it aborts: %s", at).isNotBlank();
            }
        });
    }
}
