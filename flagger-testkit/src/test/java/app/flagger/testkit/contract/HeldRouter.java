package app.flagger.testkit.contract;

import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import app.flagger.testkit.contract.Probe.Reply;
import app.flagger.testkit.contract.Probe.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;

/** The suite over one router with all switches. */
class HeldRouter extends TrafficRouterContract {
    private final GoodRouter router;

    HeldRouter(GoodRouter router) {
        this.router = router;
    }

    @Override
    protected TrafficRouter router() {
        return router;
    }

    @Override
    protected Canary canary() {
        return Canaries.WEB;
    }

    @Override
    protected Optional<Canary> another() {
        return Optional.of(Canaries.OTHER);
    }

    @Override
    protected Optional<String> partsOfOthers() {
        return Optional.of(Optional.ofNullable(router.routes.get(Canaries.WEB.key()))
                .map(route -> route.labels)
                .orElse(""));
    }

    @Override
    protected void othersWrite() throws Exception {
        router.route(Canaries.WEB).labels = "team=shop";
    }

    @Override
    protected Optional<Probe> probe() {
        return Optional.of(new Probe() {
            @Override
            public Reply send(Sent request) throws Exception {
                return router.send(Canaries.WEB, request);
            }

            @Override
            public void settle() throws Exception {
                router.settle(Canaries.WEB);
            }
        });
    }

    @Override
    protected void catchUp() {
        router.follow();
    }

    @Override
    protected void outage(boolean on) {
        router.line.cut(on);
    }

    @Override
    protected List<String> secrets() {
        return List.of("hush-hush");
    }

    @Override
    protected Duration patience() {
        return router instanceof HangingRouter ? Duration.ofMillis(100) : super.patience();
    }

    /** A test that a broken router is caught by the test of that name. */
    static DynamicTest caught(String flaw, String by, GoodRouter router) {
        return Suite.caught(flaw, by, new HeldRouter(router));
    }
}
