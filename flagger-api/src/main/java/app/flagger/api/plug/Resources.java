package app.flagger.api.plug;

import app.flagger.api.CanaryKey;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ResourceRef;
import java.util.Optional;

/**
 * Finds the resources that a canary refers to. Thread-safe. Reads from a cache, does no I/O and never blocks, also while what the
 * cache is filled from cannot be reached: it is asked on the engine's own threads, once for each metric and alert.
 *
 * <p>Throws nothing and never answers {@code null}. A reference without a namespace means the asker's namespace, one with a
 * namespace means that one; there is no falling back from one to the other. An implementation may hide from an asker what lies in
 * other namespaces; what is hidden is nothing. A changed resource is another value, given to whoever asks after the cache has
 * followed. No text of an implementation, as its {@code toString()}, holds an address or a header.
 */
public interface Resources {
    /** The MetricTemplate of exactly that name, with all its fields; or nothing. */
    Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker);

    /** The AlertProvider of exactly that name, with all its fields; or nothing. */
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
