package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import app.flagger.api.status.CanaryStatus;
import java.util.Optional;

/**
 * The status as one line of JSON, as a store keeps it. Fields have the names of their accessors and a fixed order; what has its
 * usual value is left out, except phase, canaryWeight, failedChecks and iterations. Equal values give equal texts.
 *
 * <p>Fields that this version does not know stay: they are read past, and written again behind the known ones of the same part when the
 * previous text is given. They go with the part that they are in, as when a run is replaced.
 */
public final class StatusJson {
    private StatusJson() {}

    /**
     * Reads a status; an empty object is a status of a canary that was never seen.
     *
     * @throws InvalidResource if the text is no status, with the path of each field that is wrong
     */
    public static CanaryStatus read(String json) {
        return Reading.orThrow("status", JsonReader.one("status", json), StatusTables.STATUS);
    }

    /**
     * Writes a status.
     *
     * @throws InvalidResource if it holds settings that JSON cannot hold
     */
    public static String write(CanaryStatus status) {
        return JsonWriter.compact(StatusTables.STATUS.write(status));
    }

    /**
     * Writes a status in place of another one.
     *
     * @param previous the text that is replaced, whose unknown fields are kept
     * @throws InvalidResource if the previous text is no status, or the status holds settings that JSON cannot hold
     */
    public static String write(CanaryStatus status, Optional<String> previous) {
        if (previous.isEmpty()) {
            return write(status);
        }
        Node old = JsonReader.one("status", previous.get());
        CanaryStatus before = Reading.orThrow("status", old, StatusTables.STATUS);
        return JsonWriter.compact(StatusTables.STATUS.merge(old, before, status, Keep.UNKNOWN));
    }
}
