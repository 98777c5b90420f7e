package app.flagger.samples.quickstart;

import app.flagger.api.Subscription;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import app.flagger.testkit.contract.Probe;
import app.flagger.testkit.contract.TrafficRouterContract;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The gateway's routing table holds what a router must hold, on real requests. */
@Timeout(120)
class GatewayContractTest extends TrafficRouterContract {
    private static final Release V1 = new Release("v1", Duration.ZERO, 0);
    private static final Release V2 = new Release("v2", Duration.ZERO, 0);

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger underWay = new AtomicInteger();
    private final HttpClient user = HttpClient.newHttpClient();
    private final Meter meter = new Meter(new FastClock(1, timer));
    private final Route route = new Route();
    private ShopWorkload shop;
    private Gateway gateway;

    @BeforeEach
    void open() throws Exception {
        shop = new ShopWorkload(V1, Duration.ZERO, timer, threads);
        gateway = Gateway.start(route, shop, meter, this::run);
        shop.pin(V1.revision(), List.of(), StageCall.ofStep(1));
        shop.prepare(V1.revision(), StageCall.ofStep(2));
        shop.push(V2);
        CountDownLatch ready = new CountDownLatch(1);
        Runnable look = () -> {
            var state = shop.observe(StageCall.ofStep(3));
            if (state.primaryReplicas().ready(100) && state.canaryReplicas().ready(100)) {
                ready.countDown();
            }
        };
        Subscription watching = shop.watch(look);
        look.run();
        ready.await();
        watching.close();
    }

    @AfterEach
    void close() {
        gateway.close();
        shop.stop();
        timer.shutdownNow();
        threads.shutdownNow();
    }

    @Override
    protected TrafficRouter router() {
        return route;
    }

    @Override
    protected Canary canary() {
        return Canaries.shop();
    }

    @Override
    protected Optional<Probe> probe() {
        return Optional.of(new Probe() {
            @Override
            public Reply send(Sent sent) throws IOException, InterruptedException {
                return ask(sent);
            }

            @Override
            public int requests() {
                return 100;
            }
        });
    }

    private Probe.Reply ask(Probe.Sent sent) throws IOException, InterruptedException {
        long copiesBefore = copies();
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.address());
        sent.cookie().ifPresent(cookie -> request.header("Cookie", cookie));
        if (sent.matching()) {
            request.header("X-User", "insider");
        }
        HttpResponse<Void> answer = user.send(request.build(), HttpResponse.BodyHandlers.discarding());
        // A copy is on its way before the answer is; once nothing is under way any more, it has arrived.
        while (underWay.get() > 0) {
            Thread.onSpinWait();
        }
        String version = answer.headers().firstValue(Replica.VERSION_HEADER).orElse("none");
        return new Probe.Reply(
                version.equals("v2") ? Probe.Version.CANARY : Probe.Version.PRIMARY,
                copies() > copiesBefore,
                answer.headers().firstValue("Set-Cookie").map(cookie -> cookie.split(";")[0]));
    }

    private long copies() {
        return meter.samples().stream().filter(Meter.Sample::mirrored).count();
    }

    private void run(Runnable task) {
        underWay.incrementAndGet();
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                underWay.decrementAndGet();
            }
        });
    }
}
