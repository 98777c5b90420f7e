package app.flagger.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.Settings;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.NamedPlug;
import app.flagger.engine.FileStore;
import app.flagger.engine.Flagger;
import app.flagger.engine.Rollout;
import app.flagger.engine.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say to those who embed the library. */
class EmbeddingExamplesTest {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private void log(String sentence) {
        told.add(sentence);
    }

    private RunResult rollOut(Canary canary) throws Exception {
        try (FastClock clock = new FastClock()) {
            return rollOut(canary, clock);
        }
    }

    private RunResult rollOut(Canary canary, FastClock clock) throws Exception {
        Flagger.Builder builder = Flagger.builder().with(Deploy::delivery).store(FileStore.in(folder));
        // By a clock that is a hundred times as fast, calls take a hundred times as long.
        builder.clock(clock)
                .limits(limits ->
                        limits.toBuilder().callDeadline(Duration.ofMinutes(20)).build());
        try (Flagger flagger = builder.build().start()) {
            flagger.listen(event -> log(event.sentence()));
            Rollout web = flagger.manage(canary);
            return web.await(new Revision("1.2.3"), Duration.ofHours(2));
        }
    }

    private static Duration reconcile(Flagger flagger, Canary canary) throws Exception {
        return flagger.manage(canary)
                .tick()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .dueIn();
    }

    @Test
    void theManifestHasNothingToWarnOf() throws Exception {
        Canary canary = Manifest.read(folder);
        assertThat(canary.key()).isEqualTo(new CanaryKey("shop", "web"));
        assertThat(canary.warnings()).isEmpty();
    }

    @Test
    void aRevisionIsRolledOutAndWaitedFor() throws Exception {
        Canary canary = Manifest.read(folder);
        assertThat(rollOut(canary).outcome()).isEqualTo(RunResult.Outcome.PROMOTED);
        assertThat(told).contains("Advance web.shop canary weight 20");
    }

    @Test
    void aStrategyOfOnesOwnIsFollowed() throws Exception {
        NamedPlug doubling = new NamedPlug("doubling", Settings.of("limit", 8));
        Canary read = Manifest.read(folder);
        Canary canary = read.toBuilder()
                .spec(read.spec().toBuilder()
                        .analysis(read.spec().analysis().toBuilder()
                                .strategy(doubling)
                                .build())
                        .build())
                .build();
        assertThat(rollOut(canary).outcome()).isEqualTo(RunResult.Outcome.PROMOTED);
        assertThat(told)
                .contains("Advance web.shop canary weight 1", "Advance web.shop canary weight 8")
                .doesNotContain("Advance web.shop canary weight 10");
    }

    @Test
    void aPauseIsRecordedWithWhoWantedIt() throws Exception {
        try (Flagger flagger =
                Flagger.builder().with(Deploy::delivery).manualTicks().build()) {
            Canary canary = Manifest.read(folder);
            Rollout web = flagger.manage(canary);
            web.send(new Command(Command.Kind.PAUSE, "ticket-4711", "ada", "checkout is slow"));
            reconcile(flagger, canary);
            assertThat(web.snapshot().status().paused().orElseThrow().who()).isEqualTo("ada");
        }
    }

    @Test
    void oneTickSaysWhenTheNextIsDue() throws Exception {
        try (Flagger flagger =
                Flagger.builder().with(Deploy::delivery).manualTicks().build()) {
            assertThat(reconcile(flagger, Manifest.read(folder))).isBetween(Duration.ZERO, Duration.ofSeconds(10));
        }
    }
}
