package app.flagger.samples.quickstart;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadState;
import app.flagger.testkit.contract.WorkloadContract;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** The shop's servers hold what a workload must hold, and really run the version that they say. */
@Timeout(120)
class ShopWorkloadContractTest extends WorkloadContract {
    private final ScheduledExecutorService boot = Executors.newScheduledThreadPool(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient user = HttpClient.newHttpClient();
    private final List<ShopWorkload> shops = new ArrayList<>();
    private int pushes;

    @AfterEach
    void close() {
        shops.forEach(ShopWorkload::stop);
        boot.shutdownNow();
        threads.shutdownNow();
    }

    @Override
    protected Workload workload() throws IOException {
        shops.add(new ShopWorkload(next(), Duration.ZERO, boot, threads));
        return shop();
    }

    @Override
    protected void push() {
        shop().push(next());
    }

    @Override
    protected void settle() throws InterruptedException {
        CountDownLatch settled = new CountDownLatch(1);
        Runnable look = () -> {
            WorkloadState state = shop().observe(StageCall.ofStep(0));
            if (settled(state.canaryReplicas()) && settled(state.primaryReplicas())) {
                settled.countDown();
            }
        };
        Subscription watching = shop().watch(look);
        look.run();
        settled.await();
        watching.close();
    }

    @Override
    protected Optional<String> primaryRuns() throws IOException, InterruptedException {
        Optional<Replica> replica =
                shops.isEmpty() ? Optional.empty() : shop().fleet(Arm.PRIMARY).take();
        if (replica.isEmpty()) {
            return Optional.empty();
        }
        HttpRequest request = HttpRequest.newBuilder(replica.get().address("/")).build();
        HttpResponse<Void> answer = user.send(request, HttpResponse.BodyHandlers.discarding());
        replica.get().leave();
        return answer.headers().firstValue(Replica.VERSION_HEADER);
    }

    private static boolean settled(Replicas replicas) {
        return replicas.wanted() == 0 || replicas.ready(100);
    }

    private ShopWorkload shop() {
        return shops.get(shops.size() - 1);
    }

    private Release next() {
        return new Release("v" + ++pushes, Duration.ZERO, 0);
    }
}
