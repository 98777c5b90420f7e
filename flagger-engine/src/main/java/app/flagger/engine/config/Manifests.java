package app.flagger.engine.config;

import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.engine.codec.JsonWriter;
import app.flagger.engine.codec.ResourceForm;
import app.flagger.engine.codec.YamlWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads and writes Flagger's resources as YAML and JSON.
 *
 * <pre>{@code
 * Canary web = Manifests.strict(Names.upstream()).read(Path.of("web.yaml")).canary();
 * }</pre>
 *
 * <p>Texts are UTF-8, at most 4 MiB, nested at most 64 levels deep, and may hold several documents; lists as {@code kubectl get -o
 * yaml} prints them are read too. A text is JSON if its file is called so or if it looks like it. An explicit null counts as
 * not given. Whatever the text is, reading it ends with a {@link Bundle} or an {@link InvalidManifest} and takes about ten times its
 * size in memory at most. Immutable and thread-safe.
 */
public interface Manifests {
    /**
     * A reader that refuses unknown fields and unknown names.
     *
     * @param known the names that are registered; {@link Names#upstream()} checks a manifest for Flagger itself
     */
    static Manifests strict(Names known) {
        return new ManifestReader(true, known);
    }

    /** A reader that keeps unknown fields in the {@link Document}, with a warning, and takes any name. */
    static Manifests lenient() {
        return new ManifestReader(false, Names.any());
    }

    /**
     * Reads a file.
     *
     * @throws InvalidManifest with all problems; also if the file cannot be read, or holds no document
     */
    default Bundle read(Path file) throws InvalidManifest {
        return readAll(List.of(file));
    }

    /**
     * Reads several files as one bundle.
     *
     * @throws InvalidManifest with all problems of all files
     */
    Bundle readAll(List<Path> files) throws InvalidManifest;

    /**
     * Reads a text.
     *
     * @param sourceName what problems name as the file
     * @throws InvalidManifest with all problems
     */
    Bundle read(String text, String sourceName) throws InvalidManifest;

    /** A canary as YAML. What has its usual value is left out. */
    static String toYaml(Canary canary) {
        return YamlWriter.write(ResourceForm.CANARY.write(canary));
    }

    /** A MetricTemplate as YAML. */
    static String toYaml(MetricTemplate template) {
        return YamlWriter.write(ResourceForm.METRIC_TEMPLATE.write(template));
    }

    /** An AlertProvider as YAML, with its address. */
    static String toYaml(AlertProvider provider) {
        return YamlWriter.write(ResourceForm.ALERT_PROVIDER.write(provider));
    }

    /** A canary as JSON, indented. */
    static String toJson(Canary canary) {
        return JsonWriter.indented(ResourceForm.CANARY.write(canary));
    }

    /** A MetricTemplate as JSON, indented. */
    static String toJson(MetricTemplate template) {
        return JsonWriter.indented(ResourceForm.METRIC_TEMPLATE.write(template));
    }

    /** An AlertProvider as JSON, indented, with its address. */
    static String toJson(AlertProvider provider) {
        return JsonWriter.indented(ResourceForm.ALERT_PROVIDER.write(provider));
    }
}
