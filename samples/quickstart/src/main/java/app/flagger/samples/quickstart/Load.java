package app.flagger.samples.quickstart;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The users: so many requests a second, never more than {@code most} in all nor {@link #AT_ONCE} at once. Thread-safe.
 */
final class Load implements AutoCloseable {
    private static final int AT_ONCE = 64;

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final HttpClient client;
    private final HttpRequest request;
    private final int most;
    private final Future<?> sending;

    private Load(URI target, int perSecond, int most, ScheduledExecutorService timer, Executor threads) {
        this.most = most;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
        request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(5)).build();
        sending = timer.scheduleAtFixedRate(this::send, 0, 1_000_000_000L / perSecond, TimeUnit.NANOSECONDS);
    }

    /** Begins to send. */
    static Load start(URI target, int perSecond, int most, ScheduledExecutorService timer, Executor threads) {
        return new Load(target, perSecond, most, timer, threads);
    }

    int sent() {
        return sent.get();
    }

    /** Requests that got no HTTP answer at all. */
    int unanswered() {
        return unanswered.get();
    }

    /** Sends no more and waits until what is under way was answered, or its time is up. */
    @Override
    public void close() {
        sending.cancel(false);
        places.acquireUninterruptibly(AT_ONCE);
        places.release(AT_ONCE);
    }

    private void send() {
        if (sent.get() >= most || !places.tryAcquire()) {
            return;
        }
        sent.incrementAndGet();
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((response, failure) -> {
            if (failure != null) {
                unanswered.incrementAndGet();
            }
            places.release();
        });
    }
}
