package app.flagger.engine.runtime;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.plug.CanaryStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps statuses as long as the engine lives. */
final class MemoryStore implements CanaryStore {
    private final Map<CanaryKey, Stored> kept = new TreeMap<>();
    private final Map<CanaryKey, String> operations = new TreeMap<>();
    private long versions;

    @Override
    public synchronized Optional<Stored> load(CanaryKey key, Call call) {
        return Optional.ofNullable(kept.get(key));
    }

    @Override
    public synchronized Stored save(CanaryKey key, String json, Optional<String> expectedVersion, Call call)
            throws PlugException {
        Stored before = kept.get(key);
        if (before != null && before.json().equals(json) && call.operation().equals(operations.get(key))) {
            return before;
        }
        check(key, expectedVersion);
        operations.put(key, call.operation());
        Stored stored = new Stored(json, String.valueOf(++versions));
        kept.put(key, stored);
        return stored;
    }

    @Override
    public synchronized void delete(CanaryKey key, String expectedVersion, Call call) throws PlugException {
        check(key, Optional.of(expectedVersion));
        kept.remove(key);
        operations.remove(key);
    }

    private void check(CanaryKey key, Optional<String> expectedVersion) throws PlugException {
        Optional<String> version = Optional.ofNullable(kept.get(key)).map(Stored::version);
        if (!version.equals(expectedVersion)) {
            throw new PlugException(PlugException.Kind.CONFLICT, "the status of " + key + " was changed");
        }
    }
}
