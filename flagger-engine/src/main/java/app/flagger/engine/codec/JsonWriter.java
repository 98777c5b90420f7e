package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problem;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes a tree as JSON, fields in their order. */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonWriter() {}

    /**
     * Without spaces and line breaks.
     *
     * @throws InvalidResource if the tree is nested deeper than the reader accepts
     */
    public static String compact(Node node) {
        return write(node, false);
    }

    /**
     * On lines of their own, indented by two spaces.
     *
     * @throws InvalidResource if the tree is nested deeper than the reader accepts
     */
    public static String indented(Node node) {
        return write(node, true);
    }

    private static String write(Node node, boolean indented) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            if (indented) {
                DefaultIndenter lines = new DefaultIndenter("  ", "\n");
                generator.setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
            }
            write(node, generator, "", 0);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return out.toString();
    }

    private static void write(Node node, JsonGenerator out, String path, int depth) throws IOException {
        if (depth > Budget.DEEPEST) {
            throw new InvalidResource(
                    "JSON", new Problem(path, "", "must not be nested deeper than " + Budget.DEEPEST + " levels"));
        }
        if (node instanceof Mapping map) {
            out.writeStartObject();
            for (int i = 0; i < map.size(); i++) {
                out.writeFieldName(map.name(i));
                write(map.value(i), out, path.isEmpty() ? map.name(i) : path, depth + 1);
            }
            out.writeEndObject();
        } else if (node instanceof Sequence list) {
            out.writeStartArray();
            for (Node item : list.items()) {
                write(item, out, path, depth + 1);
            }
            out.writeEndArray();
        } else {
            Scalar scalar = (Scalar) node;
            switch (scalar.kind()) {
                case TEXT -> out.writeString(scalar.text());
                case FLAG -> out.writeBoolean(scalar.isTrue());
                case NULL -> out.writeNull();
                case WHOLE, NUMBER -> out.writeRawValue(scalar.jsonNumber());
            }
        }
    }
}
