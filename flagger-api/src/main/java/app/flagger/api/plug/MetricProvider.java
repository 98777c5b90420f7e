package app.flagger.api.plug;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.Secrets;
import app.flagger.api.spec.MetricTemplate;
import java.util.Set;

/** Answers queries about how the versions behave. Thread-safe. */
public interface MetricProvider {
    /** The forms in which it can answer; matched with what the judge needs when a canary is registered. */
    Set<Shape> shapes();

    /** Asks. A provider that has no number returns {@link Measurement.Missing}; it may also throw. */
    Measurement query(MetricQuery query, Call call) throws Exception;

    /** Opens providers for MetricTemplates whose {@code provider.type} it is registered for. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens a provider; called once for each template and not for each query.
         *
         * @throws PlugException if the template's settings make no sense or its secret is missing
         */
        MetricProvider open(MetricTemplate template, Secrets secrets) throws PlugException;
    }
}
