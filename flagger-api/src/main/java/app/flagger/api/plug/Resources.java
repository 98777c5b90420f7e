package app.flagger.api.plug;

import app.flagger.api.CanaryKey;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ResourceRef;
import java.util.Optional;

/** Finds the resources that a canary refers to. Reads from a cache and does no I/O. Thread-safe. */
public interface Resources {
    /** The MetricTemplate, or nothing. */
    Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker);

    /** The AlertProvider, or nothing. */
    Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker);

    /** Knows none. */
    static Resources none() {
        return new Resources() {
            @Override
            public Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker) {
                return Optional.empty();
            }

            @Override
            public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
                return Optional.empty();
            }
        };
    }
}
