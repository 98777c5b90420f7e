package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.status.Phase;
import app.flagger.engine.Event;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** An event as the engine makes it. */
record EventValue(
        CanaryKey canary,
        String run,
        long sequence,
        Instant at,
        Phase phase,
        String code,
        Severity severity,
        Reason reason,
        String sentence)
        implements Event {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("namespace", canary.namespace());
            json.writeStringField("canary", canary.name());
            json.writeStringField("run", run);
            json.writeNumberField("sequence", sequence);
            json.writeStringField("at", at.toString());
            json.writeStringField("phase", phase.wireName());
            json.writeStringField("code", code);
            json.writeStringField("severity", severity.name().toLowerCase(Locale.ROOT));
            json.writeStringField("rule", reason.rule());
            json.writeObjectFieldStart("facts");
            for (Map.Entry<String, String> fact : reason.facts().entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
            json.writeStringField("sentence", sentence);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
