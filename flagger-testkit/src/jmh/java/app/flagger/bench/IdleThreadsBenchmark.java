package app.flagger.bench;

import app.flagger.engine.Flagger;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * What {@link IdleBenchmark} measures, with the engine's own clock and threads: ten thousand canaries to which nothing happens, at
 * an interval of ten seconds, for half a minute. The time says nothing, because most of it is spent waiting. The bytes are those of
 * the engine's threads; what {@code -prof gc} counts is mostly the harness.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 2)
public class IdleThreadsBenchmark {
    private static final int INTERVAL = 10;
    private static final int SECONDS = 30;
    private static final int TICKS = IdleCanaries.COUNT * SECONDS / INTERVAL;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final IdleCanaries canaries = new IdleCanaries(Flagger.builder());
    private long bytesBefore;

    /** How many threads the engine has, and how many ticks there were for a hundred that there should be. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Seen {
        private long threads;
        private long percentOfTicks;
        private long bytesPerTick;

        /** Threads of the engine. */
        public long threads() {
            return threads;
        }

        /** 100 if every tick came. */
        public long percentOfTicks() {
            return percentOfTicks;
        }

        /** What the engine's threads allocated. */
        public long bytesPerTick() {
            return bytesPerTick;
        }
    }

    @Setup
    public void settle() throws InterruptedException {
        canaries.start(Duration.ofSeconds(INTERVAL));
        TimeUnit.SECONDS.sleep(60);
        canaries.requireIdle();
    }

    @Setup(Level.Iteration)
    public void zero() {
        canaries.countAnew();
        bytesBefore = allocated();
    }

    @Benchmark
    @OperationsPerInvocation(TICKS)
    public void halfAMinute() throws InterruptedException {
        TimeUnit.SECONDS.sleep(SECONDS);
    }

    @TearDown(Level.Iteration)
    public void count(Seen seen) {
        seen.bytesPerTick = (allocated() - bytesBefore) / canaries.ticks();
        seen.percentOfTicks = canaries.ticks() * 100 / TICKS;
        seen.threads = ids().length;
    }

    private static long allocated() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(ids())).sum();
    }

    /** The engine's threads. */
    private static long[] ids() {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("flagger-"))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
    }

    @TearDown
    public void close() {
        canaries.close();
    }
}
