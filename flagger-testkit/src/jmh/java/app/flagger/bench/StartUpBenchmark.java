package app.flagger.bench;

import app.flagger.api.plug.Workload;
import app.flagger.api.spec.Canary;
import app.flagger.engine.Flagger;
import app.flagger.testkit.world.SettableMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** An engine in real time with ten thousand canaries: from the builder until {@code start} has returned. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class StartUpBenchmark {
    private static final int CANARIES = 10_000;

    private final List<Canary> canaries = new ArrayList<>();
    private Flagger flagger = build();

    /** How many threads the engine has while its canaries begin to tick. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Threads {
        private long threads;

        /** Threads of the engine. */
        public long threads() {
            return threads;
        }
    }

    @Setup
    public void read() {
        for (int i = 0; i < CANARIES; i++) {
            canaries.add(Policies.tenSteps("web-" + i));
        }
    }

    @Benchmark
    public Flagger start() {
        flagger = build();
        for (Canary canary : canaries) {
            Workload workload = new StillWorkload();
            flagger.manage(canary, workload);
        }
        return flagger.start();
    }

    /** Counts when the canaries had some time to tick, which the figure for the start does not contain. */
    @TearDown(Level.Iteration)
    public void count(Threads counted) throws InterruptedException {
        TimeUnit.SECONDS.sleep(5);
        counted.threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("flagger-"))
                .count();
        flagger.close(Duration.ofSeconds(5));
    }

    private static Flagger build() {
        return Flagger.builder()
                .router("memory", new StillRouter())
                .metrics(new SettableMetrics())
                .build();
    }
}
