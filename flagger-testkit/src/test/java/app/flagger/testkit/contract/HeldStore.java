package app.flagger.testkit.contract;

import app.flagger.api.plug.CanaryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;

/** The suite over one store that can be cut off. */
final class HeldStore extends CanaryStoreContract {
    private final GoodStore store;

    HeldStore(GoodStore store) {
        this.store = store;
    }

    @Override
    protected CanaryStore store() {
        return store;
    }

    @Override
    protected Optional<CanaryStore> reopened() {
        store.restart();
        return Optional.of(store);
    }

    @Override
    protected void catchUp() {
        store.follow();
    }

    @Override
    protected List<String> secrets() {
        return List.of("hush-hush");
    }

    @Override
    protected void outage(boolean on) {
        store.line.cut(on);
    }

    @Override
    protected Duration patience() {
        return store instanceof HangingStore ? Duration.ofMillis(100) : super.patience();
    }

    /** A test that a broken store is caught by the test of that name. */
    static DynamicTest caught(String flaw, String by, GoodStore store) {
        return Suite.caught(flaw, by, new HeldStore(store));
    }
}
