package app.flagger.samples.quickstart;

import app.flagger.api.Revision;
import app.flagger.api.plug.Replicas;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of one arm. A new version starts beside the old one and takes over once all of its replicas are up, so an update
 * loses no request. Thread-safe.
 */
final class Fleet {
    private static final int SIZE = 2;

    private final ScheduledExecutorService boot;
    private final Executor threads;
    private final Duration startTime;
    private final Runnable changed;
    private @Nullable Release wanted;
    private List<Replica> starting = new ArrayList<>();
    private List<Replica> serving = List.of();
    private String trouble = "";
    private int turn;

    /**
     * No replica yet.
     *
     * @param boot starts replicas
     * @param threads answers requests
     * @param startTime how long a replica takes to start
     * @param changed called when replicas came or went
     */
    Fleet(ScheduledExecutorService boot, Executor threads, Duration startTime, Runnable changed) {
        this.boot = boot;
        this.threads = threads;
        this.startTime = startTime;
        this.changed = changed;
    }

    /** Runs that version, and returns when it is up. */
    synchronized void runNow(Release release) throws IOException {
        wanted = release;
        Spread errors = new Spread();
        for (int i = 0; i < SIZE; i++) {
            starting.add(Replica.start(release, errors, threads));
        }
        replaceOld();
    }

    /** Runs that version; does nothing if it does already. Returns before it is up. */
    synchronized void run(Release release) {
        if (release.equals(wanted)) {
            return;
        }
        starting.forEach(Replica::retire);
        starting = new ArrayList<>();
        wanted = release;
        trouble = "";
        Spread errors = new Spread();
        for (int i = 0; i < SIZE; i++) {
            boot.schedule(() -> startReplica(release, errors), startTime.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Down to zero; requests under way are finished. */
    synchronized void stop() {
        wanted = null;
        starting.forEach(Replica::retire);
        serving.forEach(Replica::retire);
        starting = new ArrayList<>();
        serving = List.of();
    }

    /** The version that shall run. */
    synchronized Optional<Revision> revision() {
        return Optional.ofNullable(wanted).map(Release::revision);
    }

    /** A replica for one request, each in turn; the caller must {@link Replica#leave()} it. */
    synchronized Optional<Replica> take() {
        if (serving.isEmpty()) {
            return Optional.empty();
        }
        turn = (turn + 1) % serving.size();
        Replica replica = serving.get(turn);
        return replica.enter() ? Optional.of(replica) : Optional.empty();
    }

    synchronized Replicas report() {
        if (wanted == null) {
            return Replicas.none();
        }
        boolean updated = !serving.isEmpty() && serving.get(0).release().equals(wanted);
        if (updated) {
            return Replicas.allReady(SIZE);
        }
        String detail = starting.size() + " of " + SIZE + " replicas of " + wanted.version() + " have started";
        Replicas replicas = new Replicas(SIZE, starting.size(), serving.size(), false, false, detail);
        return trouble.isEmpty() ? replicas : replicas.stuck(trouble);
    }

    private void startReplica(Release release, Spread errors) {
        synchronized (this) {
            if (!release.equals(wanted)) {
                return;
            }
            try {
                starting.add(Replica.start(release, errors, threads));
            } catch (IOException e) {
                trouble = "a replica of " + release.version() + " does not start: " + e.getMessage();
            }
            if (starting.size() == SIZE) {
                replaceOld();
            }
        }
        changed.run();
    }

    private void replaceOld() {
        serving.forEach(Replica::retire);
        serving = List.copyOf(starting);
        starting = new ArrayList<>();
    }
}
