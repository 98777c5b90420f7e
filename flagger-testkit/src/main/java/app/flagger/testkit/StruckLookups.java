package app.flagger.testkit;

import app.flagger.api.CanaryKey;
import app.flagger.api.Secrets;
import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ResourceRef;
import app.flagger.testkit.world.SimulatedCall;
import app.flagger.testkit.world.VirtualClock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lets faults strike what one engine looks up. */
final class StruckLookups implements Lookups {
    private final VirtualClock clock;
    private final Consumer<Lookup<?>> runner;

    /** @param runner numbers a look-up, and carries it out or lets it fail */
    StruckLookups(VirtualClock clock, Consumer<Lookup<?>> runner) {
        this.clock = clock;
        this.runner = runner;
    }

    @Override
    public Resources over(Resources real) {
        return new Resources() {
            @Override
            public Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker) {
                return look(real, "Resources.metricTemplate", asker, ref.name(), () -> real.metricTemplate(ref, asker));
            }

            @Override
            public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
                return look(real, "Resources.alertProvider", asker, ref.name(), () -> real.alertProvider(ref, asker));
            }
        };
    }

    @Override
    public Secrets over(Secrets real) {
        return (asker, name) -> look(real, "Secrets.find", asker, name, () -> real.find(asker, name));
    }

    private <T> T look(Object real, String method, CanaryKey asker, String name, Supplier<T> body) {
        SimulatedCall call = SimulatedCall.of(asker, clock).operation(asker + "/" + method + "/" + name);
        Lookup<T> lookup = new Lookup<>(real, method, call, body);
        runner.accept(lookup);
        return lookup.result();
    }
}
