package app.flagger.bench;

import app.flagger.engine.runtime.EngineBuilder;
import app.flagger.engine.runtime.Seams;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ten thousand canaries to which nothing happens, for one virtual hour at an interval of a minute: 600,000 ticks, the unit of the
 * figures. Everything runs in one thread, so that no tick is counted that had not ended.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class IdleBenchmark {
    private static final int TICKS = IdleCanaries.COUNT * 60;

    private final VirtualClock clock = new VirtualClock();
    private final IdleCanaries canaries = new IdleCanaries(new EngineBuilder()
            .seams(Seams.deterministic(new SplittableRandom(1)::nextLong))
            .clock(clock));

    @Setup
    public void settle() {
        canaries.start(Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(10));
        canaries.requireIdle();
    }

    @Setup(Level.Iteration)
    public void zero() {
        canaries.countAnew();
    }

    @Benchmark
    @OperationsPerInvocation(TICKS)
    public void hour() {
        clock.advance(Duration.ofHours(1));
    }

    @TearDown(Level.Iteration)
    public void check() {
        if (canaries.ticks() != TICKS) {
            throw new IllegalStateException(canaries.ticks() + " ticks in an hour, not " + TICKS);
        }
    }

    @TearDown
    public void close() {
        canaries.close();
    }
}
