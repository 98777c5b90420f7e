package app.flagger.engine.codec;

import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.MetricProviderSpec;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import java.time.Duration;

/** The three resources, and what they have in common. */
final class ResourceTables {
    static final String API_VERSION = "flagger.app/v1beta1";

    private static final String STAND_IN = "x";
    private static final ObjectMetadata NO_METADATA =
            ObjectMetadata.builder().name(STAND_IN).build();
    private static final Codec<ObjectMetadata> METADATA = metadata();

    static final Table<Canary, Canary.Builder> CANARY = canary();
    static final Table<MetricTemplate, MetricTemplate.Builder> METRIC_TEMPLATE = metricTemplate();
    static final Table<AlertProvider, AlertProvider.Builder> ALERT_PROVIDER = alertProvider();

    private ResourceTables() {}

    private static Codec<ObjectMetadata> metadata() {
        return Table.of(ObjectMetadata::builder, ObjectMetadata.Builder::build)
                .required("name", Codecs.TEXT, ObjectMetadata::name, ObjectMetadata.Builder::name, STAND_IN)
                .always("namespace", Codecs.TEXT, ObjectMetadata::namespace, ObjectMetadata.Builder::namespace)
                .map("labels", Codecs.TEXT, ObjectMetadata::labels, ObjectMetadata.Builder::labels)
                .map("annotations", Codecs.TEXT, ObjectMetadata::annotations, ObjectMetadata.Builder::annotations)
                .optional(
                        "creationTimestamp",
                        Codecs.INSTANT,
                        ObjectMetadata::creationTimestamp,
                        ObjectMetadata.Builder::creationTimestamp)
                // What an API server adds; of no meaning here, and left where it is.
                .ignored("uid", "resourceVersion", "generation", "generateName", "managedFields", "selfLink")
                .ignored("ownerReferences", "finalizers", "deletionTimestamp", "deletionGracePeriodSeconds");
    }

    private static Table<Canary, Canary.Builder> canary() {
        CanarySpec none = CanarySpec.builder()
                .targetRef(ObjectRef.of(STAND_IN, STAND_IN, STAND_IN))
                .skipAnalysis(true)
                .build();
        return Table.of(Canary::builder, Canary.Builder::build)
                .constant("apiVersion", API_VERSION)
                .constant("kind", "Canary")
                .required("metadata", METADATA, Canary::metadata, Canary.Builder::metadata, NO_METADATA)
                .required("spec", spec(), Canary::spec, Canary.Builder::spec, none)
                .ignored("status");
    }

    private static Codec<CanarySpec> spec() {
        Codec<ObjectRef> object = RefTables.OBJECT;
        return Table.of(CanarySpec::builder, CanarySpec.Builder::build)
                .optional(
                        "provider", Codecs.name(NameKind.PROVIDER), CanarySpec::provider, CanarySpec.Builder::provider)
                .optional("metricsServer", Codecs.TEXT, CanarySpec::metricsServer, CanarySpec.Builder::metricsServer)
                .required(
                        "targetRef",
                        RefTables.TARGET,
                        CanarySpec::targetRef,
                        CanarySpec.Builder::targetRef,
                        ObjectRef.of(STAND_IN, STAND_IN, STAND_IN))
                .optional(
                        "autoscalerRef",
                        RefTables.AUTOSCALER,
                        CanarySpec::autoscalerRef,
                        CanarySpec.Builder::autoscalerRef)
                .optional("ingressRef", object, CanarySpec::ingressRef, CanarySpec.Builder::ingressRef)
                .optional("routeRef", object, CanarySpec::routeRef, CanarySpec.Builder::routeRef)
                .optional("upstreamRef", object, CanarySpec::upstreamRef, CanarySpec.Builder::upstreamRef)
                .usually(
                        Duration.ofSeconds(600),
                        "progressDeadlineSeconds",
                        Codecs.SECONDS,
                        CanarySpec::progressDeadline,
                        CanarySpec.Builder::progressDeadline)
                .optional("service", ServiceTable.SERVICE, CanarySpec::service, CanarySpec.Builder::service)
                .flag("skipAnalysis", CanarySpec::skipAnalysis, CanarySpec.Builder::skipAnalysis)
                .flag("revertOnDeletion", CanarySpec::revertOnDeletion, CanarySpec.Builder::revertOnDeletion)
                .flag("suspend", CanarySpec::suspend, CanarySpec.Builder::suspend)
                .renamed(
                        "canaryAnalysis",
                        Analysis.builder().build(),
                        "analysis",
                        AnalysisTables.ANALYSIS,
                        CanarySpec::analysis,
                        CanarySpec.Builder::analysis);
    }

    private static Table<MetricTemplate, MetricTemplate.Builder> metricTemplate() {
        MetricProviderSpec none = MetricProviderSpec.builder().type(STAND_IN).build();
        return Table.of(MetricTemplate::builder, MetricTemplate.Builder::build)
                .constant("apiVersion", API_VERSION)
                .constant("kind", "MetricTemplate")
                .required("metadata", METADATA, MetricTemplate::metadata, MetricTemplate.Builder::metadata, NO_METADATA)
                .group(
                        "spec",
                        spec -> spec.required(
                                        "provider",
                                        metricProvider(),
                                        MetricTemplate::provider,
                                        MetricTemplate.Builder::provider,
                                        none)
                                .required(
                                        "query",
                                        Codecs.TEXT,
                                        MetricTemplate::query,
                                        MetricTemplate.Builder::query,
                                        STAND_IN))
                .ignored("status");
    }

    private static Codec<MetricProviderSpec> metricProvider() {
        return Table.of(MetricProviderSpec::builder, MetricProviderSpec.Builder::build)
                .required(
                        "type",
                        Codecs.name(NameKind.METRIC_PROVIDER),
                        MetricProviderSpec::type,
                        MetricProviderSpec.Builder::type,
                        STAND_IN)
                .optional("address", Codecs.TEXT, MetricProviderSpec::address, MetricProviderSpec.Builder::address)
                .optional("region", Codecs.TEXT, MetricProviderSpec::region, MetricProviderSpec.Builder::region)
                .flag(
                        "insecureSkipVerify",
                        MetricProviderSpec::insecureSkipVerify,
                        MetricProviderSpec.Builder::insecureSkipVerify)
                .map(
                        "headers",
                        Codecs.hidden(Codecs.list(Codecs.TEXT)),
                        MetricProviderSpec::headers,
                        MetricProviderSpec.Builder::headers)
                .optional(
                        "secretRef",
                        RefTables.SECRET,
                        MetricProviderSpec::secretRef,
                        MetricProviderSpec.Builder::secretRef);
    }

    private static Table<AlertProvider, AlertProvider.Builder> alertProvider() {
        Codec<String> secret = Codecs.hidden(Codecs.TEXT);
        return Table.of(AlertProvider::builder, AlertProvider.Builder::build)
                .constant("apiVersion", API_VERSION)
                .constant("kind", "AlertProvider")
                .required("metadata", METADATA, AlertProvider::metadata, AlertProvider.Builder::metadata, NO_METADATA)
                .group(
                        "spec",
                        spec -> spec.required(
                                        "type",
                                        Codecs.name(NameKind.ALERT_TYPE),
                                        AlertProvider::type,
                                        AlertProvider.Builder::type,
                                        STAND_IN)
                                .optional(
                                        "channel", Codecs.TEXT, AlertProvider::channel, AlertProvider.Builder::channel)
                                .optional(
                                        "username",
                                        Codecs.TEXT,
                                        AlertProvider::username,
                                        AlertProvider.Builder::username)
                                .optional("address", secret, AlertProvider::address, AlertProvider.Builder::address)
                                .optional("proxy", secret, AlertProvider::proxy, AlertProvider.Builder::proxy)
                                .optional(
                                        "secretRef",
                                        RefTables.SECRET,
                                        AlertProvider::secretRef,
                                        AlertProvider.Builder::secretRef)
                                .optional(
                                        "messageTemplate",
                                        Codecs.TEXT,
                                        AlertProvider::messageTemplate,
                                        AlertProvider.Builder::messageTemplate))
                .ignored("status");
    }
}
