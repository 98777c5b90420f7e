package app.flagger.testkit.proof;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Delivery;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.MetricProviderSpec;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ResourceRef;
import app.flagger.engine.Flagger;
import java.util.Optional;

/** A MetricTemplate, with a secret, and an AlertProvider, as an embedder's module registers them. */
final class References implements Resources {
    static final String TEMPLATE = "quality";
    static final String RECEIVER = "chat";

    private References() {}

    static void register(Flagger.Builder builder) {
        builder.resources(new References())
                .secrets((asker, name) -> Optional.empty())
                .metrics("prometheus", (opened, secrets) -> nobody())
                .notifier("slack", (sent, call) -> new Delivery.Delivered());
    }

    private static MetricProvider nobody() {
        throw new IllegalStateException("a simulation opens its own");
    }

    @Override
    public Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker) {
        return Optional.of(ref.name())
                .filter(TEMPLATE::equals)
                .map(name -> MetricTemplate.builder()
                        .metadata(metadata(name))
                        .provider(MetricProviderSpec.builder()
                                .type("prometheus")
                                .secretRef("token")
                                .build())
                        .query("custom_" + Policy.METRIC)
                        .build());
    }

    @Override
    public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
        return Optional.of(ref.name())
                .filter(RECEIVER::equals)
                .map(name -> AlertProvider.builder()
                        .metadata(metadata(name))
                        .type("slack")
                        .address("https://chat.shop")
                        .build());
    }

    private static ObjectMetadata metadata(String name) {
        return ObjectMetadata.builder().namespace("shop").name(name).build();
    }
}
