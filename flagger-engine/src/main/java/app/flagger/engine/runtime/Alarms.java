package app.flagger.engine.runtime;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.util.Arrays;

/**
 * What an engine waits for, behind one wake-up of its clock, however many canaries there are. An alarm is made once and set again
 * and again; setting it makes no object. Alarms ring in the order of their times, and of setting where times are equal.
 * Thread-safe.
 */
final class Alarms {
    private static final int NOT_SET = -1;

    private final Clock clock;
    private final Runnable ring = this::ring;
    /** A binary heap: no alarm is due before the one at half of its place. */
    private Alarm[] heap = new Alarm[16];

    private int size;
    private long numbers;
    private Subscription wakeUp = Subscription.none();
    private boolean awaited;
    private long awaitedAt;

    Alarms(Clock clock) {
        this.clock = clock;
    }

    /** Something that happens once at a time, if it is set. */
    final class Alarm {
        private final Runnable task;
        private long at;
        private long number;
        private int place = NOT_SET;

        private Alarm(Runnable task) {
            this.task = task;
        }

        /** Rings once {@link Clock#nanos()} has reached the value, instead of any other time for which it was set. */
        void set(long nanos) {
            synchronized (Alarms.this) {
                if (place != NOT_SET) {
                    remove(this);
                }
                at = nanos;
                number = numbers++;
                add(this);
                await();
            }
        }

        /** Does not ring, unless it does so right now. */
        void cancel() {
            synchronized (Alarms.this) {
                if (place != NOT_SET) {
                    remove(this);
                    await();
                }
            }
        }

        private boolean before(Alarm other) {
            // Nanoseconds of a clock may overflow: only differences count.
            return at != other.at ? at - other.at < 0 : number < other.number;
        }
    }

    /** @param task short; runs on the clock's thread */
    Alarm alarm(Runnable task) {
        return new Alarm(task);
    }

    /** One alarm for one wake-up, so that whoever moves a clock by hand sees each of them. */
    private void ring() {
        Alarm due = null;
        synchronized (this) {
            awaited = false;
            if (size > 0 && heap[0].at - clock.nanos() <= 0) {
                due = heap[0];
                remove(due);
            }
            await();
        }
        if (due != null) {
            due.task.run();
        }
    }

    private void await() {
        boolean wanted = size > 0;
        if (awaited && wanted && awaitedAt == heap[0].at) {
            return;
        }
        if (awaited) {
            awaited = false;
            wakeUp.close();
        }
        if (wanted) {
            awaited = true;
            awaitedAt = heap[0].at;
            wakeUp = clock.wakeAt(awaitedAt, ring);
        }
    }

    private void add(Alarm alarm) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        up(alarm, size++);
    }

    private void remove(Alarm alarm) {
        int hole = alarm.place;
        alarm.place = NOT_SET;
        Alarm last = heap[--size];
        heap[size] = null;
        if (last != alarm) {
            down(last, hole);
            if (last.place == hole) {
                up(last, hole);
            }
        }
    }

    private void up(Alarm alarm, int from) {
        int place = from;
        while (place > 0) {
            Alarm parent = heap[(place - 1) / 2];
            if (!alarm.before(parent)) {
                break;
            }
            put(parent, place);
            place = (place - 1) / 2;
        }
        put(alarm, place);
    }

    private void down(Alarm alarm, int from) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && heap[child + 1].before(heap[child])) {
                child++;
            }
            if (!heap[child].before(alarm)) {
                break;
            }
            put(heap[child], place);
            place = child;
        }
        put(alarm, place);
    }

    private void put(Alarm alarm, int place) {
        heap[place] = alarm;
        alarm.place = place;
    }
}
