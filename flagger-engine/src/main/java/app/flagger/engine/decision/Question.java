package app.flagger.engine.decision;

import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Webhook;
import java.util.Map;
import java.util.Optional;

/**
 * Something that must be known before a decision can be taken: a hook to call or a metric to query.
 *
 * @param id names the question; the same when it is asked again before anything was saved, so it serves as idempotency key
 * @param hook the hook to call, or nothing
 * @param metric the metric to query, or nothing
 * @param phase the phase that the hook's payload names
 * @param metadata the hook's metadata with its placeholders filled in
 * @param shape the form in which a metric is needed
 */
public record Question(
        String id,
        Optional<Webhook> hook,
        Optional<Metric> metric,
        String phase,
        Map<String, String> metadata,
        Shape shape) {
    /** The question without the metadata, which may hold secrets. */
    @Override
    public String toString() {
        return "Question[" + id + hook.map(asked -> ", hook " + asked.name()).orElse("")
                + metric.map(asked -> ", metric " + asked.name()).orElse("") + ", phase " + phase + "]";
    }

    /** How the questions of one round are asked. */
    public enum Order {
        /** One after another; the first no ends the round. */
        UNTIL_NO,
        /** One after another; the first yes ends the round. */
        UNTIL_YES,
        /** All of them, no matter what the answers are; one after another. */
        ALL_IN_TURN,
        /** All at once. */
        TOGETHER
    }
}
