package app.flagger.engine.runtime;

import app.flagger.api.plug.CanaryStore;
import app.flagger.testkit.contract.CanaryStoreContract;

/** Stands in the package of the store, which nobody else can see. */
class MemoryStoreTest extends CanaryStoreContract {
    private final CanaryStore store = new MemoryStore();

    @Override
    protected CanaryStore store() {
        return store;
    }
}
