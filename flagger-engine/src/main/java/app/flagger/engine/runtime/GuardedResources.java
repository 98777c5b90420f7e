package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ResourceRef;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The embedder's resources, of which the engine hears nothing but answers and {@link PlugFailure}s. */
final class GuardedResources implements Resources {
    private final Resources real;

    GuardedResources(Resources real) {
        this.real = real;
    }

    @Override
    public Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker) {
        return guarded("Resources.metricTemplate", () -> real.metricTemplate(ref, asker));
    }

    @Override
    public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
        return guarded("Resources.alertProvider", () -> real.alertProvider(ref, asker));
    }

    private <T> Optional<T> guarded(String method, Supplier<Optional<T>> lookup) {
        try {
            return Objects.requireNonNull(lookup.get(), "the plug answered null");
        } catch (RuntimeException | Error broken) {
            throw PlugFailure.thrown(method, real, broken);
        }
    }
}
