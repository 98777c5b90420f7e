package app.flagger.engine.config;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ResourceRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A bundle of documents. */
record ReadBundle(
        String source,
        List<Document<Canary>> documents,
        List<Document<MetricTemplate>> metricTemplateDocuments,
        List<Document<AlertProvider>> alertProviderDocuments,
        List<OtherDocument> otherDocuments,
        List<Located> warnings)
        implements Bundle {
    ReadBundle {
        documents = List.copyOf(documents);
        metricTemplateDocuments = List.copyOf(metricTemplateDocuments);
        alertProviderDocuments = List.copyOf(alertProviderDocuments);
        otherDocuments = List.copyOf(otherDocuments);
        warnings = List.copyOf(warnings);
    }

    @Override
    public Canary canary() throws InvalidManifest {
        if (documents.size() != 1) {
            String found = documents.isEmpty()
                    ? "holds no Canary, exactly one is needed"
                    : "holds " + documents.size() + " Canaries, exactly one is needed: "
                            + String.join(
                                    ", ",
                                    documents.stream()
                                            .map(document ->
                                                    document.value().key().toString())
                                            .toList());
            throw new InvalidManifest(List.of(new Located(source, 1, 1, "", "", found)));
        }
        return documents.get(0).value();
    }

    @Override
    public List<Canary> canaries() {
        return values(documents);
    }

    @Override
    public List<MetricTemplate> metricTemplates() {
        return values(metricTemplateDocuments);
    }

    @Override
    public List<AlertProvider> alertProviders() {
        return values(alertProviderDocuments);
    }

    @Override
    public Resources resources() {
        return new InMemory(
                byKey(metricTemplates(), MetricTemplate::metadata), byKey(alertProviders(), AlertProvider::metadata));
    }

    private static <T> List<T> values(List<Document<T>> documents) {
        return documents.stream().map(Document::value).toList();
    }

    private static <T> Map<String, T> byKey(List<T> values, Function<T, ObjectMetadata> metadata) {
        Map<String, T> byKey = new LinkedHashMap<>();
        values.forEach(value -> byKey.put(
                key(metadata.apply(value).namespace(), metadata.apply(value).name()), value));
        return byKey;
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    private record InMemory(Map<String, MetricTemplate> templates, Map<String, AlertProvider> providers)
            implements Resources {
        @Override
        public Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker) {
            return Optional.ofNullable(templates.get(key(ref.namespace().orElse(asker.namespace()), ref.name())));
        }

        @Override
        public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
            return Optional.ofNullable(providers.get(key(ref.namespace().orElse(asker.namespace()), ref.name())));
        }
    }
}
