package app.flagger.engine.config;

import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.engine.codec.Flaw;
import app.flagger.engine.codec.JsonReader;
import app.flagger.engine.codec.Mapping;
import app.flagger.engine.codec.Node;
import app.flagger.engine.codec.Reading;
import app.flagger.engine.codec.ResourceForm;
import app.flagger.engine.codec.Scalar;
import app.flagger.engine.codec.Sequence;
import app.flagger.engine.codec.Suggestions;
import app.flagger.engine.codec.YamlReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the texts of one bundle: finds the resources in them and collects all that is wrong. For one use by one thread. */
final class BundleReader {
    private final boolean strict;
    private final Names known;
    private final List<Document<Canary>> canaries = new ArrayList<>();
    private final List<Document<MetricTemplate>> templates = new ArrayList<>();
    private final List<Document<AlertProvider>> providers = new ArrayList<>();
    private final List<OtherDocument> others = new ArrayList<>();
    private final List<Located> problems = new ArrayList<>();
    private final List<Located> warnings = new ArrayList<>();
    private final Map<String, String> seen = new LinkedHashMap<>();

    BundleReader(boolean strict, Names known) {
        this.strict = strict;
        this.known = known;
    }

    void add(List<Located> more) {
        problems.addAll(more);
    }

    /** Reads a text and goes on after whatever is wrong in it. */
    void read(SourceText source) {
        One one = new One(source.name(), new Reading(strict, known.check()));
        if (source.isJson()) {
            JsonReader.read(source.text(), one::document, one.reading::add);
        } else {
            YamlReader.read(source.text(), one::document, one.reading::add);
        }
        if (one.documents == 0 && one.reading.flaws().isEmpty()) {
            one.reading.add(new Flaw(1, 1, "", "", "holds no document"));
        }
        problems.addAll(one.located(one.reading.flaws()));
        warnings.addAll(one.located(one.reading.warnings()));
    }

    /** @throws InvalidManifest if anything was wrong in any text */
    Bundle bundle(String source) throws InvalidManifest {
        if (!problems.isEmpty()) {
            throw new InvalidManifest(problems);
        }
        return new ReadBundle(source, canaries, templates, providers, others, warnings);
    }

    /** One text. */
    private final class One {
        private final String file;
        private final Reading reading;
        private int documents;

        One(String file, Reading reading) {
            this.file = file;
            this.reading = reading;
        }

        void document(Node node) {
            if (!node.isNull()) {
                documents++;
                resource(node, "");
            }
        }

        private void resource(Node node, String prefix) {
            if (!(node instanceof Mapping map)) {
                flaw(node, prefix, "must be a resource: a map with apiVersion, kind and metadata");
                return;
            }
            String kind = text(map, "kind");
            String apiVersion = text(map, "apiVersion");
            String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : apiVersion;
            Optional<Sequence> items =
                    map.get("items").filter(Sequence.class::isInstance).map(Sequence.class::cast);
            if (kind.endsWith("List") && items.isPresent() && prefix.isEmpty()) {
                for (int i = 0; i < items.get().items().size(); i++) {
                    resource(items.get().items().get(i), "items[" + i + "]");
                }
            } else if (group.equals(ResourceForm.GROUP) || isMeant(kind, group)) {
                flagger(map, kind, prefix);
            } else if (kind.isEmpty() || apiVersion.isEmpty()) {
                flaw(node, prefix, "must be a resource: apiVersion and kind must be given, as texts");
            } else {
                others.add(new OtherDocument(file, node.line(), apiVersion, kind));
            }
        }

        /** One of our kinds whose group is missing or misspelt; another project's Canary is none of ours. */
        private boolean isMeant(String kind, String group) {
            return kinds().contains(kind)
                    && (group.isEmpty()
                            || Suggestions.nearest(group, List.of(ResourceForm.GROUP))
                                    .isPresent());
        }

        private void flagger(Mapping map, String kind, String prefix) {
            if (kind.equals(ResourceForm.CANARY.kind())) {
                read(ResourceForm.CANARY, map, prefix, canaries);
            } else if (kind.equals(ResourceForm.METRIC_TEMPLATE.kind())) {
                read(ResourceForm.METRIC_TEMPLATE, map, prefix, templates);
            } else if (kind.equals(ResourceForm.ALERT_PROVIDER.kind())) {
                read(ResourceForm.ALERT_PROVIDER, map, prefix, providers);
            } else {
                String message = "must be one of " + String.join(", ", kinds()) + Suggestions.question(kind, kinds());
                Node at = map.get("kind").orElse(map);
                String path = prefix.isEmpty() ? "kind" : prefix + ".kind";
                reading.add(new Flaw(at.line(), at.column(), path, kind.isEmpty() ? "" : kind, message));
            }
        }

        private <T> void read(ResourceForm<T> form, Mapping map, String prefix, List<Document<T>> into) {
            form.read(map, prefix, reading).ifPresent(value -> {
                into.add(new TreeDocument<>(form, map, value));
                ObjectMetadata metadata = form.metadata(value);
                String name = form.kind() + " " + metadata.namespace() + "/" + metadata.name();
                String before = seen.putIfAbsent(name, file + ":" + map.line());
                if (before != null && problems.isEmpty() && reading.flaws().isEmpty()) {
                    flaw(map, prefix, name + " is given twice, first in " + before);
                }
            });
        }

        private void flaw(Node node, String path, String message) {
            reading.add(new Flaw(node.line(), node.column(), path, "", message));
        }

        List<Located> located(List<Flaw> flaws) {
            return flaws.stream()
                    .map(f -> new Located(file, f.line(), f.column(), f.path(), f.value(), f.message()))
                    .sorted(Comparator.comparingInt(Located::line).thenComparingInt(Located::column))
                    .toList();
        }
    }

    private static List<String> kinds() {
        return ResourceForm.ALL.stream().map(form -> form.kind()).toList();
    }

    private static String text(Mapping map, String name) {
        return map.get(name)
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast)
                .filter(scalar -> scalar.kind() == Scalar.Kind.TEXT)
                .map(Scalar::text)
                .orElse("");
    }
}
