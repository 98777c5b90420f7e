package app.flagger.engine.record;

import app.flagger.api.plug.Measurement;
import app.flagger.engine.decision.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer as a tree and back. */
final class AnswerForm {
    private AnswerForm() {}

    static ObjectNode write(Answer answer) {
        ObjectNode node = Trees.object();
        if (answer instanceof Answer.Hook hook) {
            return node.put("success", hook.success()).put("detail", hook.detail());
        }
        Measurement measurement = ((Answer.Measured) answer).measurement();
        if (measurement instanceof Measurement.Value value) {
            return node.put("value", value.value()).put("at", value.at().toString());
        }
        if (measurement instanceof Measurement.Counts counts) {
            return node.put("primaryTotal", counts.primaryTotal())
                    .put("primaryBad", counts.primaryBad())
                    .put("canaryTotal", counts.canaryTotal())
                    .put("canaryBad", counts.canaryBad())
                    .put("from", counts.from().toString())
                    .put("to", counts.to().toString());
        }
        Measurement.Missing missing = (Measurement.Missing) measurement;
        return node.put("missing", missing.why().name()).put("detail", missing.detail());
    }

    static Answer read(JsonNode node) {
        if (node.has("success")) {
            return new Answer.Hook(node.path("success").asBoolean(), Trees.text(node, "detail"));
        }
        return new Answer.Measured(measurement(node));
    }

    private static Measurement measurement(JsonNode node) {
        if (node.has("value")) {
            return new Measurement.Value(node.path("value").asDouble(), Trees.time(node, "at"));
        }
        if (node.has("missing")) {
            return new Measurement.Missing(
                    Measurement.Why.valueOf(Trees.text(node, "missing")), Trees.text(node, "detail"));
        }
        return new Measurement.Counts(
                node.path("primaryTotal").asLong(),
                node.path("primaryBad").asLong(),
                node.path("canaryTotal").asLong(),
                node.path("canaryBad").asLong(),
                Trees.time(node, "from"),
                Trees.time(node, "to"));
    }
}
