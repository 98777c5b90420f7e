package app.flagger.bench;

import app.flagger.engine.RunResult;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whole rollouts in ten steps, simulated from the start of the engine to the promotion, without single requests. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
public class RolloutBenchmark {
    private final Simulation good = Policies.rollout(99.9);

    @Setup
    public void check() {
        Optional<RunResult.Outcome> outcome = good.run().result().map(RunResult::outcome);
        if (!outcome.equals(Optional.of(RunResult.Outcome.PROMOTED))) {
            throw new IllegalStateException("not promoted but " + outcome);
        }
    }

    @Benchmark
    public Run promote() {
        return good.run();
    }
}
