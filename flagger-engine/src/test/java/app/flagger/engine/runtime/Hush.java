package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.Secret;
import app.flagger.api.Secrets;
import app.flagger.api.Settings;
import app.flagger.api.Severity;
import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.MetricProviderSpec;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.Range;
import app.flagger.api.spec.ResourceRef;
import app.flagger.api.spec.ServiceSpec;
import app.flagger.api.spec.Webhook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A canary with a secret in every place that may hold one. */
final class Hush {
    /** Whatever contains this is secret; what follows says where it stood. */
    static final String MARK = "hush-hush-";

    static final String STRATEGY = "own-strategy";
    static final String JUDGE = "own-judge";

    private Hush() {}

    static Canary canary() {
        List<Webhook> hooks = new ArrayList<>();
        for (HookType type : HookType.values()) {
            hooks.add(Webhook.builder()
                    .name(type.wireName())
                    .type(type)
                    .url("test://user:" + MARK + "url@hooks/" + type.wireName())
                    .putMetadata("token", MARK + "metadata")
                    .putMetadata("weight", "{{ canaryWeight }}")
                    .retries(1)
                    .build());
        }
        Analysis analysis = Analysis.builder()
                .stepWeight(20)
                .maxWeight(60)
                .threshold(3)
                .strategy(NamedPlug.of(STRATEGY))
                .addMetrics(
                        Metric.builder().name(Metric.SUCCESS_RATE).threshold(99).build(),
                        Metric.builder()
                                .name("errors")
                                .templateRef(ResourceRef.of("errors"))
                                .thresholdRange(Range.atMost(5))
                                .judge(NamedPlug.of(JUDGE))
                                .build())
                .webhooks(hooks)
                .addAlerts(alert("by-address"), alert("by-secret"))
                .build();
        return Canary.builder()
                .metadata(metadata("web"))
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", "web"))
                        .service(ServiceSpec.builder()
                                .port(80)
                                .headers(Settings.of(
                                        "request", Map.of("set", Map.of("Authorization", MARK + "service-header"))))
                                .build())
                        .analysis(analysis)
                        .build())
                .build();
    }

    private static AlertRef alert(String name) {
        return AlertRef.builder()
                .name(name)
                .severity(Severity.INFO)
                .providerRef(ResourceRef.of(name))
                .build();
    }

    private static ObjectMetadata metadata(String name) {
        return ObjectMetadata.builder()
                .namespace("shop")
                .name(name)
                .putAnnotations(
                        "kubectl.kubernetes.io/last-applied-configuration", "{\"url\":\"" + MARK + "annotation\"}")
                .build();
    }

    static Secrets secrets() {
        return (asker, name) ->
                Optional.of(Secret.of(Map.of("address", MARK + "secret-address", "token", MARK + "secret-token")));
    }

    static Resources resources() {
        return new Resources() {
            @Override
            public Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker) {
                return Optional.of(MetricTemplate.builder()
                        .metadata(metadata(ref.name()))
                        .provider(MetricProviderSpec.builder()
                                .type("test")
                                .address("http://user:" + MARK + "metric-address@metrics")
                                .putHeaders("Authorization", List.of("Bearer " + MARK + "metric-header"))
                                .secretRef("metrics")
                                .build())
                        .query("errors")
                        .build());
            }

            @Override
            public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
                AlertProvider.Builder provider = AlertProvider.builder();
                provider.metadata(metadata(ref.name())).type("test").proxy("http://user:" + MARK + "proxy@proxy");
                return Optional.of((ref.name().equals("by-secret")
                                ? provider.secretRef("chat")
                                : provider.address("https://chat/" + MARK + "alert-address"))
                        .build());
            }
        };
    }
}
