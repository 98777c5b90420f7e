package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import app.flagger.api.spec.Canary;

/** A canary as one line of JSON, for records of ticks. Equal values give equal texts. */
public final class CanaryJson {
    private CanaryJson() {}

    /**
     * Reads a canary; any name and any unknown field is accepted.
     *
     * @throws InvalidResource if the text is no canary, with the path of each field that is wrong
     */
    public static Canary read(String json) {
        return Reading.orThrow("canary", JsonReader.one("canary", json), ResourceTables.CANARY);
    }

    /**
     * Writes a canary.
     *
     * @throws InvalidResource if a duration of it has no form on the wire
     */
    public static String write(Canary canary) {
        return JsonWriter.compact(ResourceTables.CANARY.write(canary));
    }
}
