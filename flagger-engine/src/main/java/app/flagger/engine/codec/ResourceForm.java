package app.flagger.engine.codec;

import app.flagger.api.Problem;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ObjectMetadata;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One of the three resources as a tree, both ways. Immutable and thread-safe.
 *
 * @param <T> the value
 */
public final class ResourceForm<T> {
    /** The group of the resources, as it begins {@code apiVersion}. */
    public static final String GROUP = "flagger.app";

    /** Group and version of the resources. */
    public static final String API_VERSION = ResourceTables.API_VERSION;

    /** Canary. */
    public static final ResourceForm<Canary> CANARY =
            new ResourceForm<>("Canary", ResourceTables.CANARY, Canary::metadata, Canary::warnings);

    /** MetricTemplate. */
    public static final ResourceForm<MetricTemplate> METRIC_TEMPLATE = new ResourceForm<>(
            "MetricTemplate", ResourceTables.METRIC_TEMPLATE, MetricTemplate::metadata, template -> List.of());

    /** AlertProvider. */
    public static final ResourceForm<AlertProvider> ALERT_PROVIDER = new ResourceForm<>(
            "AlertProvider", ResourceTables.ALERT_PROVIDER, AlertProvider::metadata, provider -> List.of());

    /** All three. */
    public static final List<ResourceForm<?>> ALL = List.of(CANARY, METRIC_TEMPLATE, ALERT_PROVIDER);

    private final String kind;
    private final Codec<T> codec;
    private final Function<T, ObjectMetadata> metadata;
    private final Function<T, List<Problem>> warnings;

    private ResourceForm(
            String kind, Codec<T> codec, Function<T, ObjectMetadata> metadata, Function<T, List<Problem>> warnings) {
        this.kind = kind;
        this.codec = codec;
        this.metadata = metadata;
        this.warnings = warnings;
    }

    /** The value of {@code kind}. */
    public String kind() {
        return kind;
    }

    /** Name and namespace of a value. */
    public ObjectMetadata metadata(T value) {
        return metadata.apply(value);
    }

    /**
     * Reads a value; its warnings go to the reading too.
     *
     * @param prefix where the resource stands in its document; empty if it is the document
     * @return the value, of use only if the reading got no flaw; nothing if not even that could be made
     */
    public Optional<T> read(Node node, String prefix, Reading reading) {
        reading.resource();
        Place at = Place.root(node, prefix);
        Optional<T> value = codec.read(node, at, reading);
        if (value.isPresent() && reading.flaws().isEmpty()) {
            for (Problem warning : warnings.apply(value.get())) {
                reading.warn(at.nearest(node, warning.path()), warning.value(), warning.message());
            }
        }
        return value;
    }

    /** The tree of a value. */
    public Node write(T value) {
        return codec.write(value);
    }

    /** The tree of a changed value, with everything that only the old tree has, and its order and spelling. */
    public Node merge(Node old, T before, T after) {
        return codec.merge(old, before, after, Keep.SPELLING);
    }
}
