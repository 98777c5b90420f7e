package app.flagger.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadState;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gateway with real servers behind it, moved by hand in place of the engine. */
class GatewayTest {
    private static final Release V1 = new Release("v1", Duration.ZERO, 0);
    private static final Release V2 = new Release("v2", Duration.ZERO, 0);
    private static final Release BROKEN = new Release("v3", Duration.ZERO, 100);

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient user = HttpClient.newHttpClient();
    private final Meter meter = new Meter(new FastClock(1, timer));
    private final Route route = new Route();
    private ShopWorkload shop;
    private Gateway gateway;
    private int step;

    @BeforeEach
    void open() throws IOException {
        shop = new ShopWorkload(V1, Duration.ZERO, timer, threads);
        gateway = Gateway.start(route, shop, meter, threads);
    }

    @AfterEach
    void close() {
        gateway.close();
        shop.stop();
        timer.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void usersAreServedBeforeThereIsAPrimary() throws Exception {
        assertThat(versions(2)).containsExactly("v1", "v1");
    }

    @Test
    void aServiceThatIsDownIsAnsweredWith503() throws Exception {
        shop.stop();

        assertThat(get().statusCode()).isEqualTo(503);
    }

    @Test
    void requestsAreSharedOutByWeight() throws Exception {
        primaryV1AndCanary(V2);
        write(Split.canary(20));

        List<String> versions = versions(100);

        assertThat(versions).filteredOn("v2"::equals).hasSize(20);
        assertThat(versions).filteredOn("v1"::equals).hasSize(80);
    }

    @Test
    @Timeout(20)
    void theAnswersOfMirroredRequestsAreMeasuredAndNotSeen() throws Exception {
        primaryV1AndCanary(BROKEN);
        write(Split.mirror(100));

        HttpResponse<String> answer = get();
        while (meter.samples().size() < 2) {
            Thread.onSpinWait();
        }

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(meter.samples())
                .filteredOn(Meter.Sample::mirrored)
                .singleElement()
                .satisfies(copy -> assertThat(copy.status()).isEqualTo(500));
        assertThat(Counts.of(meter.samples()).failed()).isZero();
    }

    @Test
    void promotionLosesNoRequest() throws Exception {
        primaryV1AndCanary(V2);
        write(Split.allToPrimary());
        Load load = Load.start(gateway.address(), 200, 1_000, timer, threads);
        try (load) {
            shop.promote(V2.revision(), StageCall.ofStep(++step));
            until(state -> state.primaryReplicas().ready(100));
        }

        assertThat(load.sent()).isPositive();
        assertThat(load.unanswered()).isZero();
        assertThat(Counts.of(meter.samples()).failed()).isZero();
        assertThat(versions(2)).containsExactly("v2", "v2");
    }

    @Test
    void aPushChangesWhatIsPinnedForNobody() throws Exception {
        primaryV1AndCanary(V2);
        shop.push(BROKEN);

        shop.promote(V2.revision(), StageCall.ofStep(++step));
        until(state -> state.primaryReplicas().ready(100));

        assertThat(versions(2)).containsExactly("v2", "v2");
    }

    private void primaryV1AndCanary(Release release) throws Exception {
        shop.pin(V1.revision(), List.of(), StageCall.ofStep(++step));
        shop.prepare(V1.revision(), StageCall.ofStep(++step));
        shop.push(release);
        shop.pin(release.revision(), List.of(V1.revision()), StageCall.ofStep(++step));
        until(state ->
                state.primaryReplicas().ready(100) && state.canaryReplicas().ready(100));
    }

    private void until(Predicate<WorkloadState> holds) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Runnable look = () -> {
            if (holds.test(shop.observe(StageCall.ofStep(step)))) {
                done.countDown();
            }
        };
        try (Subscription watching = shop.watch(look)) {
            look.run();
            assertThat(done.await(20, TimeUnit.SECONDS)).as("%s", watching).isTrue();
        }
    }

    private void write(Split split) throws Exception {
        StageCall call = StageCall.ofStep(++step);
        route.write(Canaries.shop(), split, route.read(Canaries.shop(), call), call);
    }

    private List<String> versions(int requests) throws Exception {
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            versions.add(get().headers().firstValue(Replica.VERSION_HEADER).orElse("none"));
        }
        return versions;
    }

    private HttpResponse<String> get() throws Exception {
        return user.send(HttpRequest.newBuilder(gateway.address()).build(), HttpResponse.BodyHandlers.ofString());
    }
}
