package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.Subscription;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Watching is only a hint: a plug that fails at it is driven all the same. */
class WatchTest {
    private final Bench bench = new Bench();

    private Engine with(FakeStore store, FakeWorkload workload) {
        workload.primary = java.util.Optional.of(workload.target);
        Engine engine = new EngineBuilder()
                .router("fake", bench.router)
                .workloads((ref, key) -> java.util.Optional.of(workload))
                .store(store)
                .clock(bench.clock)
                .seams(Seams.deterministic(() -> 1))
                .build();
        engine.manage(Bench.canary(analysis -> analysis));
        engine.start();
        return engine;
    }

    private void requireDriven(Engine engine) {
        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(engine.find(Bench.KEY).orElseThrow().snapshot().lastTickAt()).isPresent();
    }

    @Test
    void aStoreAndATargetThatCannotBeWatchedAreDriven() {
        requireDriven(with(
                new FakeStore(bench.journal) {
                    @Override
                    public Subscription watch(Consumer<CanaryKey> hint) {
                        throw new IllegalStateException("broken");
                    }
                },
                new FakeWorkload(bench.journal) {
                    @Override
                    public Subscription watch(Runnable hint) {
                        throw new IllegalStateException("broken");
                    }
                }));
    }

    @Test
    void whoeverCannotEndItsHintsIsClosed() {
        Subscription endless = () -> {
            throw new IllegalStateException("broken");
        };
        Engine engine = with(
                new FakeStore(bench.journal) {
                    @Override
                    public Subscription watch(Consumer<CanaryKey> hint) {
                        return endless;
                    }
                },
                new FakeWorkload(bench.journal) {
                    @Override
                    public Subscription watch(Runnable hint) {
                        return endless;
                    }
                });
        requireDriven(engine);
        engine.close();
        assertThat(engine.health().alive()).isFalse();
        assertThat(bench.clock.waiting()).isZero();
    }
}
