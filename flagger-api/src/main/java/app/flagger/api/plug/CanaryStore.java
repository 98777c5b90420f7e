package app.flagger.api.plug;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.Subscription;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the status of canaries as text: a foreign or older store never loses fields of a newer engine. Thread-safe.
 */
public interface CanaryStore {
    /** The status, or nothing if none was ever saved. */
    Optional<Stored> load(CanaryKey key, Call call) throws Exception;

    /**
     * Saves the status if it is still as it was loaded; when it returns, the text survives a crash of the machine that the
     * store is meant to survive. The same operation twice gives the same answer.
     *
     * @param expectedVersion the version that was loaded, or nothing if there was none
     * @throws app.flagger.api.PlugException with kind CONFLICT if it was changed meanwhile
     */
    Stored save(CanaryKey key, String json, Optional<String> expectedVersion, Call call) throws Exception;

    /** Removes the status if it is still of that version. */
    void delete(CanaryKey key, String expectedVersion, Call call) throws Exception;

    /** Takes an annotation off the resource, once it was taken over into the status. */
    default void removeAnnotation(CanaryKey key, String annotation, Call call) throws Exception {}

    /** Tells when somebody else changed a status. Only a hint. */
    default Subscription watch(Consumer<CanaryKey> changed) {
        return Subscription.none();
    }

    /**
     * A saved status.
     *
     * @param json the text
     * @param version changes with each save
     */
    record Stored(String json, String version) {}
}
