package app.flagger.testkit.contract;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ClockContractTest {
    @Test
    void aGoodClockPasses() {
        Suite.run(new Held(new Good())).requirePassed();
    }

    @TestFactory
    Stream<DynamicTest> everyBrokenClockIsCaught() {
        return Stream.of(
                caught("goes back", "nanoseconds never go back", new Good() {
                    private long asked;

                    @Override
                    public long nanos() {
                        return super.nanos() - ++asked;
                    }
                }),
                caught("stands still", "nanoseconds pass as time passes", new Good() {
                    @Override
                    public long nanos() {
                        return 7;
                    }
                }),
                caught("runs tasks early", "a task runs once, and not before its time", new Good() {
                    @Override
                    public Subscription wakeAt(long nanos, Runnable task) {
                        return super.wakeAt(nanos - 1_000_000, task);
                    }
                }),
                caught(
                        "runs tasks at once",
                        "a task that is closed before its time does not run, and the others do",
                        new Good() {
                            @Override
                            public Subscription wakeAt(long nanos, Runnable task) {
                                task.run();
                                return Subscription.none();
                            }
                        }),
                caught("runs tasks twice", "a task runs once, and not before its time", new Good() {
                    @Override
                    public Subscription wakeAt(long nanos, Runnable task) {
                        super.wakeAt(nanos, task);
                        return super.wakeAt(nanos, task);
                    }
                }),
                caught("forgets what is overdue", "a task whose time has passed runs soon", new Good() {
                    @Override
                    public Subscription wakeAt(long nanos, Runnable task) {
                        return nanos < nanos() ? Subscription.none() : super.wakeAt(nanos, task);
                    }
                }),
                caught(
                        "runs tasks in the order of their registration",
                        "tasks run in the order of their times, not of their registration",
                        new Queue()),
                caught(
                        "cannot be cancelled",
                        "a task that is closed before its time does not run, and the others do",
                        new Good() {
                            @Override
                            public Subscription wakeAt(long nanos, Runnable task) {
                                super.wakeAt(nanos, task);
                                return Subscription.none();
                            }
                        }),
                caught(
                        "cancels all of that time",
                        "a task that is closed before its time does not run, and the others do",
                        new CancelsAll()),
                caught("has one place for tasks", "many tasks at one time all run", new Good() {
                    private Subscription last = Subscription.none();

                    @Override
                    public Subscription wakeAt(long nanos, Runnable task) {
                        last.close();
                        last = super.wakeAt(nanos, task);
                        return last;
                    }
                }),
                caught(
                        "keeps the task in a field while it is asked",
                        "what several threads ask for at once all runs",
                        new Good() {
                            private final Meeting meeting = new Meeting();
                            private volatile Runnable asked = () -> {};

                            @Override
                            public Subscription wakeAt(long nanos, Runnable task) {
                                asked = task;
                                meeting.of(8);
                                return super.wakeAt(nanos, asked);
                            }
                        }),
                caught("ignores tasks of tasks", "a task may ask for another", new Good() {
                    private boolean running;

                    @Override
                    public Subscription wakeAt(long nanos, Runnable task) {
                        return running
                                ? Subscription.none()
                                : super.wakeAt(nanos, () -> {
                                    running = true;
                                    task.run();
                                    running = false;
                                });
                    }
                }),
                caught("has no calendar", "there is a wall clock", new Good() {
                    @Override
                    @SuppressWarnings("NullAway") // the flaw
                    public Instant now() {
                        return null;
                    }
                }),
                caught("counts in 32 bits", "a task for next year waits, and can be closed", new Good() {
                    @Override
                    public Subscription wakeAt(long nanos, Runnable task) {
                        return super.wakeAt(nanos() + Math.min((int) (nanos - nanos()), nanos - nanos()), task);
                    }
                }),
                caught(
                        "fails when a task is closed after it has run",
                        "closing a task twice, or after it has run, does nothing",
                        new Good() {
                            @Override
                            public Subscription wakeAt(long nanos, Runnable task) {
                                boolean[] done = new boolean[1];
                                Subscription inner = super.wakeAt(nanos, () -> {
                                    done[0] = true;
                                    task.run();
                                });
                                return () -> {
                                    if (done[0]) {
                                        throw new IllegalStateException("it has run");
                                    }
                                    inner.close();
                                };
                            }
                        }));
    }

    private static DynamicTest caught(String flaw, String by, Good clock) {
        return Suite.caught(flaw, by, new Held(clock));
    }

    /** A virtual clock; the broken ones each change one thing. */
    private static class Good implements Clock {
        final VirtualClock inner = new VirtualClock();

        @Override
        public Instant now() {
            return inner.now();
        }

        @Override
        public long nanos() {
            return inner.nanos();
        }

        @Override
        public Subscription wakeAt(long nanos, Runnable task) {
            return inner.wakeAt(nanos, task);
        }
    }

    /** Runs tasks one after another as they were registered, each as late as those before it. */
    private static final class Queue extends Good {
        private long latest;

        @Override
        public Subscription wakeAt(long nanos, Runnable task) {
            latest = Math.max(latest, nanos);
            return super.wakeAt(latest, task);
        }
    }

    /** Closing one task closes all that were registered. */
    private static final class CancelsAll extends Good {
        private final List<Subscription> all = new ArrayList<>();

        @Override
        public Subscription wakeAt(long nanos, Runnable task) {
            all.add(super.wakeAt(nanos, task));
            return () -> all.forEach(Subscription::close);
        }
    }

    private static final class Held extends ClockContract {
        private final Good clock;

        Held(Good clock) {
            this.clock = clock;
        }

        @Override
        protected Clock clock() {
            return clock;
        }

        @Override
        protected void pass(Duration time) {
            clock.inner.advance(time);
        }
    }
}
