package app.flagger.testkit.world;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.plug.CanaryStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Keeps statuses for as long as the simulation lasts, so that they outlive an engine. */
public final class SimulatedStore implements CanaryStore {
    private final Map<CanaryKey, Stored> kept = new TreeMap<>();
    private final BiConsumer<CanaryKey, String> annotations;
    private final Map<CanaryKey, String> lastOperations = new TreeMap<>();
    private long writes;

    /** A store without anything in it. */
    public SimulatedStore() {
        this((key, annotation) -> {});
    }

    /** @param annotations told which annotation is to be taken off which canary */
    public SimulatedStore(BiConsumer<CanaryKey, String> annotations) {
        this.annotations = annotations;
    }

    @Override
    public Optional<Stored> load(CanaryKey key, Call call) {
        return Optional.ofNullable(kept.get(key));
    }

    @Override
    public Stored save(CanaryKey key, String json, Optional<String> expectedVersion, Call call) throws Exception {
        Stored live = kept.get(key);
        if (live != null && call.operation().equals(lastOperations.get(key))) {
            return live;
        }
        requireVersion(key, expectedVersion);
        Stored stored = new Stored(json, String.valueOf(++writes));
        kept.put(key, stored);
        lastOperations.put(key, call.operation());
        return stored;
    }

    @Override
    public void delete(CanaryKey key, String expectedVersion, Call call) throws Exception {
        requireVersion(key, Optional.of(expectedVersion));
        kept.remove(key);
        lastOperations.remove(key);
    }

    @Override
    public void removeAnnotation(CanaryKey key, String annotation, Call call) {
        annotations.accept(key, annotation);
    }

    /** How often a status was saved. */
    public long writes() {
        return writes;
    }

    /** The status as it was saved last. */
    public Optional<String> text(CanaryKey key) {
        return Optional.ofNullable(kept.get(key)).map(Stored::json);
    }

    private void requireVersion(CanaryKey key, Optional<String> expected) throws PlugException {
        Optional<String> version = Optional.ofNullable(kept.get(key)).map(Stored::version);
        if (!version.equals(expected)) {
            throw new PlugException(
                    PlugException.Kind.CONFLICT,
                    "the status of " + key + " has version " + version.orElse("(none)") + ", not "
                            + expected.orElse("(none)"));
        }
    }
}
