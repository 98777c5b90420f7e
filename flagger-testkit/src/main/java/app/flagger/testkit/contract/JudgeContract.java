package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Settings;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Shape;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.testkit.Evidences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link Judge} must do: be pure, judge whatever evidence is well formed, and give numbers that can be written down. It
 * is shown values and counts from nothing to the largest there are, and a long run in which it remembers.
 */
public abstract class JudgeContract extends PureContract {
    private static final int RUN = 200;

    /** For subclasses. */
    protected JudgeContract() {}

    /** The judge; a new one each time if it has fields, so that a memory outside {@link Judgement#state()} is found. */
    protected abstract Judge judge();

    /** Settings that make sense, at least one; the limits of the metric are in them as {@code min} and {@code max}. */
    protected abstract List<Settings> settings();

    /**
     * Whether the judge never turns back: a value between two that pass passes too, and more bad requests of the canary among as many
     * never give a better verdict.
     */
    protected boolean monotone() {
        return false;
    }

    @TestFactory
    @DisplayName("says what it needs")
    final List<DynamicNode> saysWhatItNeeds() {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test("its version is not blank and the same each time", () -> {
            Judge judge = judge();
            assertThat(judge.version()).isNotBlank().isEqualTo(judge.version()).isEqualTo(judge().version());
        }));
        for (Settings with : settings()) {
            tests.add(test("needs some shape, the same each time: " + with.tree(), () -> {
                Judge judge = judge();
                Set<Shape> needs = judge.needs(with);
                assertThat(needs).isNotEmpty().isEqualTo(judge.needs(with)).isEqualTo(judge().needs(with));
            }));
        }
        tests.addAll(refusals(with -> judge().needs(with)));
        return tests;
    }

    @TestFactory
    @DisplayName("judges")
    final List<DynamicNode> judges() {
        List<DynamicNode> tests = new ArrayList<>();
        for (Settings with : settings()) {
            List<DynamicNode> group = new ArrayList<>();
            group.add(test(
                    "any well-formed evidence",
                    () -> assertThat(all(judge(), with)).isNotEmpty()));
            group.add(test("the same on the same evidence", () -> pure(with)));
            group.add(test("with numbers that are finite and have names", () -> numbers(with)));
            group.add(test("with an outcome in one word and a sentence", () -> words(with)));
            group.add(test("a long run without more than 1 KiB of memory", () -> longRun(with)));
            group.add(
                    monotone()
                            ? test("without turning back", () -> noTurningBack(with))
                            : untried("whether it turns back was not tried: override monotone() if it never does"));
            tests.add(group("with " + with.tree(), group));
        }
        return tests;
    }

    private Map<Evidence, Judgement> all(Judge judge, Settings with) {
        Map<Evidence, Judgement> judgements = new LinkedHashMap<>();
        for (Evidence evidence : JudgeEvidence.all(judge.needs(with), with)) {
            judgements.put(evidence, judge(judge, evidence));
        }
        return judgements;
    }

    private static Judgement judge(Judge judge, Evidence evidence) {
        try {
            Judgement judgement = judge.judge(evidence);
            assertThat(judgement).as("the judgement of %s", evidence).isNotNull();
            return judgement;
        } catch (RuntimeException broken) {
            throw new AssertionError("the judge cannot judge " + evidence, broken);
        }
    }

    private void pure(Settings with) throws InterruptedException {
        Judge judge = judge();
        requirePure(all(judge, with), judge::judge, evidence -> judge().judge(evidence));
    }

    private void numbers(Settings with) {
        all(judge(), with)
                .forEach((evidence, judgement) -> judgement.numbers().forEach((name, number) -> {
                    assertThat(name).as("names of numbers").isNotBlank();
                    assertThat(Double.isFinite(number))
                            .as("%s = %s is finite; leave out what is not: %s", name, number, evidence)
                            .isTrue();
                }));
    }

    private void words(Settings with) {
        all(judge(), with).forEach((evidence, judgement) -> {
            assertThat(judgement.outcome()).as("the outcome of %s", evidence).matches("[a-z][a-z0-9-]*");
            assertThat(judgement.because()).as("the sentence on %s", evidence).isNotBlank();
        });
    }

    private void longRun(Settings with) {
        Judge judge = judge();
        List<Evidence> evidence = JudgeEvidence.all(judge.needs(with), with);
        Settings state = Settings.none();
        for (int i = 0; i < RUN; i++) {
            Evidence each = evidence.get((int) (i * 7_919L % evidence.size()));
            Evidence next = Evidences.of(each.metric(), each.window())
                    .with(with)
                    .at(each.split())
                    .alpha(each.alpha())
                    .state(state)
                    .evidence();
            state = judge(judge, next).state();
            assertThat(fits(state))
                    .as("memory of at most 1 KiB after %d judgements: %s", i + 1, state.tree())
                    .isTrue();
        }
    }

    private void noTurningBack(Settings with) {
        Judge judge = judge();
        for (List<Measurement> rising : JudgeEvidence.rising(judge.needs(with), with)) {
            List<Verdict> verdicts = new ArrayList<>();
            for (Measurement measurement : rising) {
                Evidence evidence = Evidences.of(JudgeEvidence.METRIC, List.of(measurement))
                        .with(with)
                        .evidence();
                verdicts.add(judge(judge, evidence).verdict());
            }
            if (rising.get(0) instanceof Measurement.Counts) {
                assertThat(verdicts)
                        .as("verdicts while bad requests grow: %s", rising)
                        .isSortedAccordingTo((one, other) -> Integer.compare(rank(one), rank(other)));
            } else {
                int first = verdicts.indexOf(Verdict.PASS);
                int last = verdicts.lastIndexOf(Verdict.PASS);
                assertThat(first < 0 ? List.of() : verdicts.subList(first, last + 1))
                        .as("verdicts between two values that pass: %s", rising)
                        .allMatch(verdict -> verdict == Verdict.PASS);
            }
        }
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case PASS -> 0;
            case INCONCLUSIVE -> 1;
            case FAIL -> 2;
        };
    }
}
