package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.Call;
import app.flagger.api.plug.WorkloadState;
import app.flagger.engine.Rollout;
import app.flagger.engine.Tick;
import app.flagger.engine.decision.MadeDecisions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With real threads: who may block whom. */
class ThreadsTest {
    private static final int SECONDS = 20;

    private final Bench bench = new Bench();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    private EngineBuilder builder() {
        Seams seams = new Seams(
                false,
                Runnable::run,
                Optional.empty(),
                () -> 1,
                Optional.of(situation -> MadeDecisions.waits(Bench.INTERVAL)));
        return bench.builder().seams(seams);
    }

    @AfterEach
    void stop() {
        release.countDown();
        executor.shutdownNow();
    }

    @Test
    void anExecutorThatRunsTasksInTheCallingThreadIsRefused() {
        Engine engine = builder().executor(Runnable::run).build();
        assertThatThrownBy(engine::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("executor");
        Engine fine = builder().executor(executor).build();
        fine.start();
        fine.close();
    }

    /** A workload that answers only once a continuation was attached; otherwise the continuation would run right here. */
    private FakeWorkload waitingFor(CountDownLatch attached) {
        FakeWorkload waiting = new FakeWorkload(bench.journal) {
            @Override
            public WorkloadState observe(Call call) throws Exception {
                await(attached);
                return super.observe(call);
            }
        };
        waiting.primary = Optional.of(waiting.target);
        return waiting;
    }

    @Test
    void aContinuationThatBlocksDoesNotBlockAnotherCanary() throws Exception {
        Engine engine = builder().executor(executor).manualTicks().build();
        CountDownLatch attached = new CountDownLatch(1);
        Rollout web = engine.manage(Bench.canary("web", analysis -> analysis), waitingFor(attached));
        Rollout api = engine.manage(Bench.canary("api", analysis -> analysis));
        CountDownLatch blocked = new CountDownLatch(1);
        web.tick().thenAccept(tick -> {
            blocked.countDown();
            await(release);
        });
        attached.countDown();
        assertThat(blocked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        Tick tick = api.tick().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        assertThat(tick.failure()).isEmpty();
        Tick again = web.tick().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        assertThat(again.failure()).isEmpty();
    }

    @Test
    void plugsAndContinuationsRunOnTheExecutor() throws Exception {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        CountDownLatch attached = new CountDownLatch(1);
        FakeWorkload watching = new FakeWorkload(bench.journal) {
            @Override
            public WorkloadState observe(Call call) throws Exception {
                threads.add(Thread.currentThread());
                await(attached);
                return super.observe(call);
            }
        };
        ExecutorService named = Executors.newFixedThreadPool(2, task -> new Thread(task, "embedder"));
        Engine engine = builder().executor(named).manualTicks().build();
        Rollout web = engine.manage(Bench.canary("web", analysis -> analysis), watching);
        CompletableFuture<Void> continued = web.tick()
                .thenAccept(tick -> threads.add(Thread.currentThread()))
                .toCompletableFuture();
        attached.countDown();
        continued.get(SECONDS, TimeUnit.SECONDS);
        named.shutdown();
        assertThat(threads).hasSize(2);
        assertThat(threads.poll().getName()).isEqualTo("embedder");
    }

    @Test
    void aPlugThatBlocksIsInterruptedAtItsDeadline() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        FakeWorkload blocking = new FakeWorkload(bench.journal) {
            @Override
            public WorkloadState observe(Call call) throws Exception {
                entered.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException expected) {
                    interrupted.countDown();
                    throw expected;
                }
                return super.observe(call);
            }
        };
        Engine engine = builder().executor(executor).manualTicks().build();
        Rollout web = engine.manage(Bench.canary("web", analysis -> analysis), blocking);
        CompletableFuture<Tick> tick = web.tick().toCompletableFuture();
        assertThat(entered.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        bench.clock.advance(Duration.ofSeconds(10));
        assertThat(interrupted.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(tick.get(SECONDS, TimeUnit.SECONDS).failure().orElseThrow()).contains("Workload.observe", "10s");
    }

    @Test
    void awaitingTheEndOfARunGivesUpInTime() {
        Engine engine = builder().executor(executor).manualTicks().build();
        Rollout web = engine.manage(Bench.canary("web", analysis -> analysis));
        assertThatThrownBy(() -> web.await(new app.flagger.api.Revision("v9"), Duration.ofMillis(1)))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
