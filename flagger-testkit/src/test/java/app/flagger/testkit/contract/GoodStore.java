package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.plug.CanaryStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store as it should be; the broken ones each change one thing. */
class GoodStore implements CanaryStore {
    final Line line = new Line();
    final Map<CanaryKey, Stored> kept = new TreeMap<>();
    final Map<CanaryKey, String> operations = new TreeMap<>();
    long versions;

    @Override
    public Optional<Stored> load(CanaryKey key, Call call) throws Exception {
        line.use(call);
        synchronized (kept) {
            return Optional.ofNullable(kept.get(key));
        }
    }

    @Override
    public Stored save(CanaryKey key, String json, Optional<String> expectedVersion, Call call) throws Exception {
        line.use(call);
        synchronized (kept) {
            Stored live = kept.get(key);
            if (live != null && call.operation().equals(operations.get(key))) {
                return live;
            }
            require(key, expectedVersion);
            Stored stored = new Stored(json, nextVersion());
            kept.put(key, stored);
            operations.put(key, call.operation());
            return stored;
        }
    }

    @Override
    public void delete(CanaryKey key, String expectedVersion, Call call) throws Exception {
        line.use(call);
        synchronized (kept) {
            require(key, Optional.of(expectedVersion));
            kept.remove(key);
        }
    }

    /** What becomes of it when its process starts anew. */
    void restart() {}

    /** Waits for what it reads from. */
    void follow() {}

    String nextVersion() {
        return String.valueOf(++versions);
    }

    void require(CanaryKey key, Optional<String> expected) throws PlugException {
        if (!Optional.ofNullable(kept.get(key)).map(Stored::version).equals(expected)) {
            throw new PlugException(PlugException.Kind.CONFLICT, key + " was changed");
        }
    }
}
