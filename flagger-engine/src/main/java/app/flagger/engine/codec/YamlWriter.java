package app.flagger.engine.codec;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Writes a tree as YAML in the style of Kubernetes manifests. */
public final class YamlWriter {
    private final StringWriter out = new StringWriter();
    private final Emitter emitter;
    private final Resolver yaml11 = new Resolver();

    private YamlWriter() {
        DumperOptions options = new DumperOptions();
        options.setIndent(2);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        options.setWidth(Integer.MAX_VALUE);
        this.emitter = new Emitter(out, options);
    }

    /** One document, with a line break at its end. */
    public static String write(Node node) {
        YamlWriter writer = new YamlWriter();
        try {
            writer.document(node);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return writer.out.toString();
    }

    private void document(Node node) throws IOException {
        emit(new StreamStartEvent(null, null));
        emit(new DocumentStartEvent(null, null, false, null, null));
        node(node);
        emit(new DocumentEndEvent(null, null, false));
        emit(new StreamEndEvent(null, null));
    }

    private void node(Node node) throws IOException {
        if (node instanceof Mapping map) {
            emit(new MappingStartEvent(null, null, true, null, null, map.flow() ? FlowStyle.FLOW : FlowStyle.BLOCK));
            for (int i = 0; i < map.size(); i++) {
                text(map.name(i), ScalarStyle.PLAIN);
                node(map.value(i));
            }
            emit(new MappingEndEvent(null, null));
        } else if (node instanceof Sequence list) {
            emit(new SequenceStartEvent(null, null, true, null, null, list.flow() ? FlowStyle.FLOW : FlowStyle.BLOCK));
            for (Node item : list.items()) {
                node(item);
            }
            emit(new SequenceEndEvent(null, null));
        } else {
            scalar((Scalar) node);
        }
    }

    private void scalar(Scalar scalar) throws IOException {
        if (scalar.kind() == Scalar.Kind.TEXT) {
            text(scalar.text(), style(scalar.style()));
        } else {
            String text = scalar.text().isEmpty() ? "null" : scalar.text();
            emit(new ScalarEvent(null, null, new ImplicitTuple(true, false), text, null, null, ScalarStyle.PLAIN));
        }
    }

    /** Quotes whatever any reader, of YAML 1.1 or later, might take for something else than a text. */
    private void text(String text, ScalarStyle style) throws IOException {
        boolean plain = Scalar.kindOf(text) == Scalar.Kind.TEXT
                && yaml11.resolve(NodeId.scalar, text, true).equals(Tag.STR);
        emit(new ScalarEvent(null, null, new ImplicitTuple(plain, true), text, null, null, style));
    }

    private void emit(Event event) throws IOException {
        emitter.emit(event);
    }

    private static ScalarStyle style(Scalar.Style style) {
        return switch (style) {
            case PLAIN -> ScalarStyle.PLAIN;
            case SINGLE -> ScalarStyle.SINGLE_QUOTED;
            case DOUBLE -> ScalarStyle.DOUBLE_QUOTED;
            case LITERAL -> ScalarStyle.LITERAL;
            case FOLDED -> ScalarStyle.FOLDED;
        };
    }
}
