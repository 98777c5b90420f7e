package app.flagger.bench;

import app.flagger.engine.analysis.Judges;
import app.flagger.engine.decision.Decider;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.Situation;
import app.flagger.engine.record.RecordedTick;
import app.flagger.engine.strategy.Strategies;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decisions, in situations of recorded rollouts: each of a whole one in turn, and single ones. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecisionBenchmark {
    /** Which situation. */
    public enum Which {
        /** Every decision of a promotion in ten steps, in turn. */
        WHOLE,
        /** Promoted, nothing to do. */
        IDLE,
        /** In the middle of the analysis, a few seconds after the last check. */
        NOT_DUE,
        /** A check is due and its two metrics must be asked. */
        ASKS,
        /** A check with two metrics was answered and passes: the next step. */
        CHECK_PASSES,
        /** The check that reaches the threshold: rollback. */
        ROLLS_BACK
    }

    @Param
    private Which which = Which.IDLE;

    private final Decider decider = Decider.of(Strategies.stock(), Judges.stock());
    private List<Situation> situations = find(Which.IDLE);
    private int next;

    @Setup
    public void choose() {
        situations = find(which);
    }

    @Benchmark
    public Decision decide() {
        next = next + 1 < situations.size() ? next + 1 : 0;
        return decider.decide(situations.get(next));
    }

    private static List<Situation> find(Which which) {
        return which == Which.WHOLE
                ? steps(99.9).map(RecordedTick.Step::situation).toList()
                : List.of(single(which));
    }

    private static Situation single(Which which) {
        return switch (which) {
            case WHOLE -> throw new IllegalArgumentException("not a single one");
            case IDLE -> situation(99.9, 0, "idle");
            case NOT_DUE -> {
                Situation waits = situation(99.9, 25, "next-check");
                yield waits.toBuilder()
                        .now(waits.now().plus(Duration.ofSeconds(5)))
                        .build();
            }
            case ASKS -> situation(99.9, 25, "ask-metrics");
            case CHECK_PASSES -> situation(99.9, 25, "advanced");
            case ROLLS_BACK -> situation(90, 5, "threshold-reached");
        };
    }

    /** The last one of a rollout with this success rate, at this weight, that was decided by this rule. */
    private static Situation situation(double successRate, int weight, String rule) {
        return steps(successRate)
                .filter(step -> step.decision().rule().equals(rule)
                        && step.situation().status().canaryWeight() == weight)
                .reduce((before, after) -> after)
                .orElseThrow()
                .situation();
    }

    private static Stream<RecordedTick.Step> steps(double successRate) {
        return Policies.rollout(successRate).run().decisions().stream()
                .flatMap(record -> ((RecordedTick) record).steps().stream());
    }
}
