package app.flagger.engine.runtime;

import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.Subscription;
import app.flagger.engine.Event;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Who is told of events, each with a queue of its own. Thread-safe. */
final class Listeners {
    private static final Logger LOG = System.getLogger(Listeners.class.getName());

    private final Executor executor;
    private final int room;
    private final List<Listener> all = new CopyOnWriteArrayList<>();

    /**
     * @param executor runs listeners
     * @param room how many events wait for one listener
     */
    Listeners(Executor executor, int room) {
        this.executor = executor;
        this.room = room;
    }

    Subscription add(Consumer<? super Event> listener) {
        Listener added = new Listener(listener);
        all.add(added);
        return () -> {
            all.remove(added);
            added.close();
        };
    }

    void publish(Event event) {
        all.forEach(listener -> listener.offer(event));
    }

    private final class Listener {
        private final Consumer<? super Event> consumer;
        private final Deque<Event> waiting = new ArrayDeque<>();
        private final Mailbox mailbox = new Mailbox(executor);
        private long dropped;

        private Listener(Consumer<? super Event> consumer) {
            this.consumer = consumer;
        }

        private void offer(Event event) {
            synchronized (waiting) {
                if (waiting.size() >= room) {
                    dropped++;
                    return;
                }
                if (dropped > 0) {
                    waiting.add(droppedBefore(event));
                    dropped = 0;
                }
                waiting.add(event);
            }
            mailbox.execute(this::drain);
        }

        private Event droppedBefore(Event event) {
            Reason reason = Reason.of("listener-too-slow").with("dropped", dropped);
            return new EventValue(
                    event.canary(),
                    event.run(),
                    event.sequence(),
                    event.at(),
                    event.phase(),
                    "events-dropped",
                    Severity.WARN,
                    reason,
                    dropped + " events were dropped because a listener was too slow");
        }

        private void drain() {
            while (true) {
                Event next;
                synchronized (waiting) {
                    next = waiting.poll();
                }
                if (next == null) {
                    return;
                }
                try {
                    consumer.accept(next);
                } catch (RuntimeException | Error broken) {
                    LOG.log(
                            Level.WARNING,
                            "a listener failed: {0}",
                            broken.getClass().getName());
                }
            }
        }

        private void close() {
            mailbox.close();
            synchronized (waiting) {
                waiting.clear();
            }
        }
    }
}
