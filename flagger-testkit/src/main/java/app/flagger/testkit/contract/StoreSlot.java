package app.flagger.testkit.contract;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.CanaryStore.Stored;
import java.util.Optional;

/** One key of a store. */
record StoreSlot(CanaryStoreContract contract, CanaryStore store, CanaryKey key) {
    Optional<Stored> load() throws Exception {
        return store.load(key, contract.call(key));
    }

    Optional<String> version() throws Exception {
        return load().map(Stored::version);
    }

    Stored save(String json, Optional<String> expected) throws Exception {
        return store.save(key, json, expected, contract.call(key));
    }
}
