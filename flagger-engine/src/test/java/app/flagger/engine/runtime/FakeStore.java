package app.flagger.engine.runtime;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.Subscription;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.status.CanaryStatus;
import app.flagger.engine.codec.StatusJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store in memory that keeps a journal of what was saved. */
class FakeStore implements CanaryStore {
    final Journal journal;
    final List<CanaryStatus> saved = new ArrayList<>();
    volatile Consumer<CanaryKey> changed = key -> {};
    private final MemoryStore kept = new MemoryStore();

    FakeStore(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Optional<Stored> load(CanaryKey key, Call call) throws Exception {
        journal.read("load", call);
        return kept.load(key, call);
    }

    @Override
    public Stored save(CanaryKey key, String json, Optional<String> expectedVersion, Call call) throws Exception {
        CanaryStatus status = StatusJson.read(json);
        journal.write("save " + status.phase().wireName() + " " + status.canaryWeight(), call);
        Stored stored = kept.save(key, json, expectedVersion, call);
        synchronized (saved) {
            saved.add(status);
        }
        return stored;
    }

    /** Somebody else writes. */
    void overwrite(CanaryKey key, CanaryStatus status) {
        overwrite(key, StatusJson.write(status));
    }

    /** The same with a text. */
    void overwrite(CanaryKey key, String json) {
        try {
            Optional<String> version =
                    kept.load(key, Calling.as("somebody else")).map(Stored::version);
            kept.save(key, json, version, Calling.as("somebody else"));
        } catch (PlugException impossible) {
            throw new AssertionError(impossible);
        }
    }

    CanaryStatus status(CanaryKey key) {
        return kept.load(key, Calling.as("test"))
                .map(stored -> StatusJson.read(stored.json()))
                .orElse(CanaryStatus.initial());
    }

    @Override
    public void delete(CanaryKey key, String expectedVersion, Call call) throws Exception {
        kept.delete(key, expectedVersion, call);
    }

    @Override
    public void removeAnnotation(CanaryKey key, String annotation, Call call) throws Exception {
        journal.write("remove annotation " + annotation, call);
    }

    @Override
    public Subscription watch(Consumer<CanaryKey> hint) {
        changed = hint;
        return () -> changed = key -> {};
    }
}
