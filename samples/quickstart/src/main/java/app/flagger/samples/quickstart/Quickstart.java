package app.flagger.samples.quickstart;

import app.flagger.api.Revision;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.Phase;
import app.flagger.engine.Flagger;
import app.flagger.engine.Rollout;
import app.flagger.engine.RunResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The story: a shop is taken over by Flagger, gets a good release, and then a bad one.
 *
 * @param canary how releases shall be rolled out
 * @param speed how many seconds of the rollout pass in one real second
 * @param requestsPerSecond of the users, in real seconds
 * @param picture where the picture of the timeline goes
 * @param out where it is told
 * @param terminal whether {@code out} is a terminal
 */
record Quickstart(Canary canary, int speed, int requestsPerSecond, Path picture, PrintStream out, boolean terminal) {
    static final Release FIRST = new Release("v1", Duration.ofMillis(8), 0);
    static final Release GOOD = new Release("v2", Duration.ofMillis(6), 0);
    static final Release BAD = new Release("v3", Duration.ofMillis(8), 25);

    /** Longest real time for one release. */
    private static final long PATIENCE_SECONDS = 50;
    /** Of the rollout's time: how long the shop is watched between releases and at the end. */
    private static final Duration CALM = Duration.ofSeconds(10);

    private static final String TITLE = "A good release and a bad one of a shop, on real requests";
    /** Width of a bar of requests in the picture. */
    private static final Duration BIN = Duration.ofSeconds(5);

    Report run() throws InterruptedException, TimeoutException, IOException {
        try (Shop shop = new Shop(FIRST, speed, requestsPerSecond);
                Flagger flagger = Flagger.builder().with(shop::plugs).build()) {
            Rollout rollout = flagger.manage(canary, shop.workload());
            int threshold = canary.spec().analysis().effectiveThreshold();
            LiveView view = new LiveView(out, terminal, shop, rollout, threshold);
            Chronicle chronicle = new Chronicle(shop.clock().now());
            Stage stage = new Stage(shop, rollout, chronicle, view);
            flagger.listen(view::event);
            flagger.listen(chronicle::event);
            Future<?> watching = shop.timer().scheduleWithFixedDelay(stage::watch, 0, 100, TimeUnit.MILLISECONDS);

            view.say("Release v1 is in service. Flagger takes over and makes the primary, which serves from now on.");
            chronicle.pushed(shop.clock().now(), FIRST.version());
            flagger.start();
            stage.initialized().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            stage.calm();
            view.say("Release v2 is fine: it should get more and more requests, and then be promoted.");
            RunResult good = stage.release(GOOD);
            stage.calm();
            view.say("Release v3 is bad: it answers a quarter of its requests with 500, and should be rolled back.");
            RunResult bad = stage.release(BAD);
            stage.calm();

            watching.cancel(false);
            shop.load().close();
            view.close();
            Files.writeString(
                    picture,
                    chronicle.timeline(TITLE, shop.meter().samples(), BIN).toSvg());
            return new Report(
                    good.outcome(),
                    bad.outcome(),
                    shop.workload()
                            .fleet(Arm.PRIMARY)
                            .revision()
                            .map(Revision::id)
                            .orElse("none"),
                    Counts.of(shop.meter().samples()),
                    shop.load().unanswered(),
                    picture);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the rollout could not be followed", e.getCause());
        }
    }

    /** What can be done on the scene. */
    private record Stage(
            Shop shop, Rollout rollout, Chronicle chronicle, LiveView view, CompletableFuture<Void> initialized) {
        Stage(Shop shop, Rollout rollout, Chronicle chronicle, LiveView view) {
            this(shop, rollout, chronicle, view, new CompletableFuture<>());
        }

        void watch() {
            chronicle.observe(shop.clock().now(), rollout.snapshot());
            view.refresh();
            if (rollout.snapshot().phase() == Phase.INITIALIZED) {
                initialized.complete(null);
            }
        }

        RunResult release(Release release) throws InterruptedException, TimeoutException, ExecutionException {
            chronicle.pushed(shop.clock().now(), release.version());
            shop.workload().push(release);
            return rollout.result(release.revision()).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        void calm() throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(CALM.toMillis() / shop.clock().speed());
        }
    }
}
