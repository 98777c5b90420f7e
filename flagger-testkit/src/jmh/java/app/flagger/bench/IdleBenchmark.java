package app.flagger.bench;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.engine.Flagger;
import app.flagger.engine.runtime.EngineBuilder;
import app.flagger.engine.runtime.Seams;
import app.flagger.testkit.world.SettableMetrics;
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
    private static final int CANARIES = 10_000;
    private static final int TICKS = CANARIES * 60;

    private final VirtualClock clock = new VirtualClock();
    private final Counter ticks = new Counter();
    private final Flagger flagger = new EngineBuilder()
            .seams(Seams.deterministic(new SplittableRandom(1)::nextLong))
            .clock(clock)
            .telemetry(ticks)
            .router("memory", new StillRouter())
            .metrics(new SettableMetrics())
            .build();

    private static final class Counter implements Telemetry {
        private long count;

        @Override
        public void tick(CanaryKey canary, CanaryStatus status, Duration took) {
            count++;
        }
    }

    @Setup
    public void settle() {
        for (int i = 0; i < CANARIES; i++) {
            flagger.manage(Policies.tenSteps("web-" + i), new StillWorkload());
        }
        flagger.start();
        clock.advance(Duration.ofMinutes(10));
        boolean settled = flagger.rollouts().stream()
                .allMatch(rollout -> rollout.snapshot().phase() == Phase.INITIALIZED);
        if (!settled) {
            throw new IllegalStateException("a canary is not initialised");
        }
    }

    @Setup(Level.Iteration)
    public void zero() {
        ticks.count = 0;
    }

    @Benchmark
    @OperationsPerInvocation(TICKS)
    public void hour() {
        clock.advance(Duration.ofHours(1));
    }

    @TearDown(Level.Iteration)
    public void check() {
        if (ticks.count != TICKS) {
            throw new IllegalStateException(ticks.count + " ticks in an hour, not " + TICKS);
        }
    }

    @TearDown
    public void close() {
        flagger.close();
    }
}
