package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What every {@link Clock} must do: never go back, and run each task once and never too early. */
public abstract class ClockContract {
    private static final long STEP = Duration.ofMillis(5).toNanos();
    private static final int MANY = 500;
    private static final int THREADS = 8;
    private static final int ATTEMPTS = 10;

    /** For subclasses. */
    protected ClockContract() {}

    /** The clock; the same each time. */
    protected abstract Clock clock();

    /**
     * Lets time pass. A virtual clock is advanced; on a real one this waits for a task of the clock itself, so that nothing here
     * sleeps.
     */
    protected void pass(Duration time) throws Exception {
        CountDownLatch passed = new CountDownLatch(1);
        clock().wakeAt(clock().nanos() + time.toNanos(), passed::countDown);
        assertThat(passed.await(patience().toNanos(), TimeUnit.NANOSECONDS))
                .as("a task that shall run after %s has run", time)
                .isTrue();
    }

    /** For how much real time a task that never runs is waited for before a test fails. */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    @TestFactory
    @DisplayName("tells the time")
    final List<DynamicNode> tellsTheTime() {
        return List.of(
                test("nanoseconds never go back", () -> {
                    Clock clock = clock();
                    long last = clock.nanos();
                    for (int i = 0; i < 1_000; i++) {
                        long next = clock.nanos();
                        assertThat(next).isGreaterThanOrEqualTo(last);
                        last = next;
                    }
                }),
                test("nanoseconds pass as time passes", () -> {
                    long before = clock().nanos();
                    pass(Duration.ofMillis(20));
                    assertThat(clock().nanos() - before)
                            .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
                }),
                test("there is a wall clock", () -> assertThat(clock().now()).isNotNull()));
    }

    @TestFactory
    @DisplayName("runs tasks")
    final List<DynamicNode> runsTasks() {
        return List.of(
                test("a task runs once, and not before its time", this::onTime),
                test("a task whose time has passed runs soon", () -> {
                    AtomicInteger runs = new AtomicInteger();
                    clock().wakeAt(clock().nanos() - STEP, runs::incrementAndGet);
                    pass(Duration.ofNanos(STEP));
                    assertThat(runs).hasValue(1);
                }),
                test("tasks run in the order of their times, not of their registration", this::inOrder),
                test("many tasks at one time all run", () -> {
                    AtomicInteger runs = new AtomicInteger();
                    long due = clock().nanos() + STEP;
                    for (int i = 0; i < MANY; i++) {
                        clock().wakeAt(due, runs::incrementAndGet);
                    }
                    pass(Duration.ofNanos(5 * STEP));
                    assertThat(runs).hasValue(MANY);
                }),
                test("what several threads ask for at once all runs", this::atOnce),
                test("a task may ask for another", () -> {
                    AtomicInteger runs = new AtomicInteger();
                    Clock clock = clock();
                    clock.wakeAt(clock.nanos() + STEP, () -> clock.wakeAt(clock.nanos() + STEP, runs::incrementAndGet));
                    for (int i = 0; i < ATTEMPTS && runs.get() == 0; i++) {
                        pass(Duration.ofNanos(10 * STEP));
                    }
                    assertThat(runs).hasValue(1);
                }));
    }

    @TestFactory
    @DisplayName("cancels tasks")
    final List<DynamicNode> cancelsTasks() {
        return List.of(
                test("a task that is closed before its time does not run, and the others do", this::closed),
                test("closing a task twice, or after it has run, does nothing", () -> {
                    AtomicInteger runs = new AtomicInteger();
                    Subscription task = clock().wakeAt(clock().nanos() + STEP, runs::incrementAndGet);
                    pass(Duration.ofNanos(5 * STEP));
                    task.close();
                    task.close();
                    assertThat(runs).hasValue(1);
                }),
                test("a task for next year waits, and can be closed", () -> {
                    AtomicInteger runs = new AtomicInteger();
                    Subscription task = clock().wakeAt(
                                    clock().nanos() + Duration.ofDays(366).toNanos(), runs::incrementAndGet);
                    pass(Duration.ofNanos(STEP));
                    task.close();
                    assertThat(runs).hasValue(0);
                }));
    }

    private void onTime() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        AtomicLong ranAt = new AtomicLong();
        long due = clock().nanos() + 3 * STEP;
        clock().wakeAt(due, () -> {
            ranAt.set(clock().nanos());
            runs.incrementAndGet();
        });
        pass(Duration.ofNanos(10 * STEP));
        assertThat(runs).hasValue(1);
        assertThat(ranAt.get()).isGreaterThanOrEqualTo(due);
    }

    private void inOrder() throws Exception {
        unlessTooSlow(() -> {
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            long start = clock().nanos();
            for (int position : new int[] {3, 1, 4, 2}) {
                clock().wakeAt(start + position * 10 * STEP, () -> order.add(position));
            }
            boolean inTime = clock().nanos() < start + 10 * STEP;
            pass(Duration.ofNanos(60 * STEP));
            if (inTime) {
                assertThat(order).containsExactly(1, 2, 3, 4);
            }
            return inTime;
        });
    }

    private void atOnce() throws Exception {
        Clock clock = clock();
        Set<Integer> ran = Collections.synchronizedSet(new TreeSet<>());
        List<PlugBody> bodies = new ArrayList<>();
        long due = clock.nanos() + 10 * STEP;
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            bodies.add(call -> clock.wakeAt(due, () -> ran.add(number)));
        }
        for (Attempt.Outcome outcome : Crowd.run(patience(), bodies)) {
            assertThat(outcome.thrown()).as("what a thread was thrown").isNull();
        }
        pass(Duration.ofNanos(20 * STEP));
        assertThat(ran).as("tasks that ran").hasSize(THREADS);
    }

    private void closed() throws Exception {
        unlessTooSlow(() -> {
            AtomicInteger closed = new AtomicInteger();
            AtomicInteger others = new AtomicInteger();
            long due = clock().nanos() + Duration.ofMillis(200).toNanos();
            clock().wakeAt(due, others::incrementAndGet);
            Subscription task = clock().wakeAt(due, closed::incrementAndGet);
            clock().wakeAt(due, others::incrementAndGet);
            task.close();
            boolean inTime = clock().nanos() < due;
            pass(Duration.ofMillis(250));
            assertThat(others).hasValue(2);
            if (inTime) {
                assertThat(closed).hasValue(0);
            }
            return inTime;
        });
    }

    /** Tries again where this thread stood still for so long that tasks were due before all of them were asked for. */
    private static void unlessTooSlow(Callable<Boolean> inTime) throws Exception {
        for (int i = 0; i < ATTEMPTS; i++) {
            if (inTime.call()) {
                return;
            }
        }
        fail("asking for a few tasks took too long %d times", ATTEMPTS);
    }
}
