package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final int SECONDS = 20;

    private final Workers workers = new Workers("test-", 4);
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        workers.close();
    }

    private String next() throws InterruptedException {
        return String.valueOf(done.poll(SECONDS, TimeUnit.SECONDS));
    }

    private void block(CountDownLatch entered) {
        workers.execute(() -> {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException stopped) {
                done.add("interrupted");
            }
        });
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneThreadIsEnoughForTasksThatComeOneAfterAnother() throws Exception {
        List<String> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            workers.execute(() -> done.add(Thread.currentThread().getName()));
            threads.add(next());
            awaitIdle();
        }
        assertThat(threads).allMatch(name -> name.equals("test-1"));
    }

    /** Whoever told of its task is idle only a moment later. */
    private void awaitIdle() {
        while (workers.idle() == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void asManyThreadsAsTasksBlockUpToTheMostAndNoneWaitsForEver() throws Exception {
        CountDownLatch entered = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            block(entered);
        }
        await(entered);
        assertThat(workers.size()).isEqualTo(4);
        workers.execute(() -> done.add("waited"));
        assertThat(workers.size()).isEqualTo(4);
        assertThat(done).isEmpty();
        release.countDown();
        assertThat(next()).isEqualTo("waited");
    }

    @Test
    void threadsThatAreNotNeededEndAfterAWhileOfTasks() throws Exception {
        CountDownLatch entered = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            block(entered);
        }
        await(entered);
        release.countDown();
        while (workers.idle() < 3) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 1_000; i++) {
            oneAfterAnother();
        }
        assertThat(workers.size()).as("they were needed not long ago").isEqualTo(3);
        for (int i = 0; i < 2_100; i++) {
            oneAfterAnother();
        }
        assertThat(workers.size()).isEqualTo(1);
        oneAfterAnother();
    }

    private void oneAfterAnother() throws Exception {
        workers.execute(() -> done.add("done"));
        assertThat(next()).isEqualTo("done");
        while (workers.idle() < workers.size()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aTaskThatThrowsTakesNoPlaceWithIt() throws Exception {
        Workers one = new Workers("single-", 1);
        CompletableFuture<String> after = new CompletableFuture<>();
        one.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> done.add(thrown.getMessage()));
            throw new IllegalStateException("expected by this test");
        });
        one.execute(() -> after.complete("after"));
        assertThat(after.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("after");
        assertThat(next()).isEqualTo("expected by this test");
        one.close();
    }

    @Test
    void anInterruptionDoesNotReachTheNextTask() throws Exception {
        workers.execute(() -> {
            Thread.currentThread().interrupt();
            done.add("interrupts itself");
        });
        assertThat(next()).isEqualTo("interrupts itself");
        workers.execute(() -> done.add("interrupted " + Thread.currentThread().isInterrupted()));
        assertThat(next()).isEqualTo("interrupted false");
    }

    @Test
    void closingInterruptsDropsAndRefuses() throws Exception {
        CountDownLatch entered = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            block(entered);
        }
        await(entered);
        workers.execute(() -> done.add("never"));
        workers.close();
        for (int i = 0; i < 4; i++) {
            assertThat(next()).isEqualTo("interrupted");
        }
        while (workers.size() > 0) {
            Thread.onSpinWait();
        }
        assertThat(done).isEmpty();
        assertThatThrownBy(() -> workers.execute(() -> done.add("late")))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void manyTasksFromManyThreadsAreEachRunOnce() throws Exception {
        int senders = 8;
        int each = 5_000;
        CountDownLatch all = new CountDownLatch(senders * each);
        for (int i = 0; i < senders; i++) {
            new Thread(() -> {
                        for (int j = 0; j < each; j++) {
                            workers.execute(all::countDown);
                        }
                    })
                    .start();
        }
        await(all);
        assertThat(all.getCount()).isZero();
    }
}
