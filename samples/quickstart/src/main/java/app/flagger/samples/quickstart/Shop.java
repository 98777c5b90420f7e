package app.flagger.samples.quickstart;

import app.flagger.engine.Flagger;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A service with its gateway and its users, and the plugs through which Flagger reaches them. Thread-safe. */
final class Shop implements AutoCloseable {
    private static final Duration REPLICA_START = Duration.ofMillis(300);
    /** The demonstration ends long before; this is for a rollout that does not. */
    private static final int MOST_REQUESTS = 20_000;

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, Shop::daemon);
    /** Grows as needed: a request holds up to three threads, and at most {@link Load} many are under way. */
    private final ExecutorService threads = Executors.newCachedThreadPool(Shop::daemon);

    private final FastClock clock;
    private final Route route = new Route();
    private final Meter meter;
    private final ShopWorkload workload;
    private final Gateway gateway;
    private final Load load;

    /** Opens with that release in service, users included. */
    Shop(Release first, int speed, int requestsPerSecond) throws IOException {
        clock = new FastClock(speed, timer);
        meter = new Meter(clock);
        workload = new ShopWorkload(first, REPLICA_START, timer, threads);
        gateway = Gateway.start(route, workload, meter, threads);
        load = Load.start(gateway.address(), requestsPerSecond, MOST_REQUESTS, timer, threads);
    }

    /** What an embedder hands to Flagger. */
    void plugs(Flagger.Builder flagger) {
        flagger.router("gateway", route)
                .metrics(meter)
                .clock(clock)
                .limits(limits -> limits.toBuilder()
                        // Deadlines are in the clock's time, while sockets and threads stay as slow as they are.
                        .callDeadline(limits.callDeadline().multipliedBy(clock.speed()))
                        .grant(limits.grant().multipliedBy(clock.speed()))
                        .build());
    }

    FastClock clock() {
        return clock;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    Meter meter() {
        return meter;
    }

    ShopWorkload workload() {
        return workload;
    }

    Load load() {
        return load;
    }

    /** The users leave first, so that none of them is cut off. */
    @Override
    public void close() {
        load.close();
        gateway.close();
        workload.stop();
        timer.shutdownNow();
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "shop");
        thread.setDaemon(true);
        return thread;
    }
}
