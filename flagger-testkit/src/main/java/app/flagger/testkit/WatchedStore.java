package app.flagger.testkit;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.plug.CanaryStore;
import app.flagger.engine.codec.SkimmedStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A store that remembers what the statuses saved in it wanted told. */
final class WatchedStore implements CanaryStore {
    private final BiConsumer<CanaryKey, String> annotations;
    private final Invariants invariants;
    private final Map<String, SkimmedStatus.Message> due = new LinkedHashMap<>();
    private CanaryStore store;
    private SkimmedStatus last = SkimmedStatus.of("{}");

    /** @param annotations told which annotation is to be taken off which canary */
    WatchedStore(CanaryStore store, BiConsumer<CanaryKey, String> annotations, Invariants invariants) {
        this.store = store;
        this.annotations = annotations;
        this.invariants = invariants;
    }

    /** The same statuses, opened anew. */
    void reopened(CanaryStore again) {
        store = again;
    }

    /** Everything that ever stood in an outbox, except what left it when there was no room for all. */
    List<SkimmedStatus.Message> due() {
        return List.copyOf(due.values());
    }

    @Override
    public Optional<Stored> load(CanaryKey key, Call call) throws Exception {
        return store.load(key, call);
    }

    @Override
    public Stored save(CanaryKey key, String json, Optional<String> expectedVersion, Call call) throws Exception {
        SkimmedStatus status = SkimmedStatus.of(json);
        Stored stored = store.save(key, json, expectedVersion, call);
        invariants.saved(json, status);
        forgetDropped(status);
        status.outbox().forEach(message -> due.putIfAbsent(message.id(), message));
        last = status;
        return stored;
    }

    /** What stands in the outbox now. */
    List<SkimmedStatus.Message> standing() {
        return last.outbox();
    }

    /** Which of those that left were dropped and which were told cannot be seen. */
    private void forgetDropped(SkimmedStatus status) {
        if (status.dropped() > last.dropped()) {
            last.outbox().forEach(message -> due.remove(message.id()));
        }
    }

    @Override
    public void delete(CanaryKey key, String expectedVersion, Call call) throws Exception {
        store.delete(key, expectedVersion, call);
    }

    @Override
    public void removeAnnotation(CanaryKey key, String annotation, Call call) {
        annotations.accept(key, annotation);
    }
}
