package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException.Kind;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.CanaryStore.Stored;
import java.util.Optional;

/** One key of a store. */
record StoreSlot(CanaryStoreContract contract, CanaryStore store, CanaryKey key) {
    Optional<Stored> load() throws Exception {
        return store.load(key, contract.call(key));
    }

    /** The text that is loaded. */
    Optional<String> json() throws Exception {
        return load().map(Stored::json);
    }

    Optional<String> version() throws Exception {
        return load().map(Stored::version);
    }

    Stored save(String json, Optional<String> expected) throws Exception {
        return save(json, expected, contract.call(key));
    }

    Stored save(String json, Optional<String> expected, Call call) throws Exception {
        Stored saved = store.save(key, json, expected, call);
        contract.catchUp();
        return saved;
    }

    String delete(String expected) throws Exception {
        store.delete(key, expected, contract.call(key));
        contract.catchUp();
        return "(deleted)";
    }

    /** A text that no other key has. */
    String text() {
        return "{\"of\":\"" + key + "\"}";
    }

    /** Fails unless this is refused because somebody else has saved. */
    void requireConflict(String what, PlugBody body) {
        contract.requireRefused(Kind.CONFLICT, what, body, contract.call(key));
    }
}
