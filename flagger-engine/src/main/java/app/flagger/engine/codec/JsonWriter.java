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
import java.util.Comparator;
import java.util.stream.IntStream;

/** Writes a tree as JSON. */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** As many characters as the status of a rollout with some checks has. */
    private static final int ROOM = 4096;

    private final JsonGenerator out;
    private final boolean sorted;

    private JsonWriter(JsonGenerator out, boolean sorted) {
        this.out = out;
        this.sorted = sorted;
    }

    /**
     * Without spaces and line breaks, for programs: fields in their order, maps whose names are data sorted by name, so that equal
     * values give equal texts.
     *
     * @throws InvalidResource if the tree is nested deeper than the reader accepts
     */
    public static String compact(Node node) {
        return write(node, false);
    }

    /**
     * On lines of their own, indented by two spaces, for people: everything in its order.
     *
     * @throws InvalidResource if the tree is nested deeper than the reader accepts
     */
    public static String indented(Node node) {
        return write(node, true);
    }

    private static String write(Node node, boolean indented) {
        StringWriter out = new StringWriter(ROOM);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            if (indented) {
                DefaultIndenter lines = new DefaultIndenter("  ", "\n");
                generator.setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
            }
            new JsonWriter(generator, !indented).write(node, "", 0);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return out.toString();
    }

    private void write(Node node, String path, int depth) throws IOException {
        if (depth > Budget.DEEPEST) {
            throw new InvalidResource(
                    "JSON", new Problem(path, "", "must not be nested deeper than " + Budget.DEEPEST + " levels"));
        }
        if (node instanceof Mapping map) {
            out.writeStartObject();
            if (sorted && map.free() && !inOrder(map)) {
                for (int i : byName(map)) {
                    field(map, i, path, depth);
                }
            } else {
                for (int i = 0; i < map.size(); i++) {
                    field(map, i, path, depth);
                }
            }
            out.writeEndObject();
        } else if (node instanceof Sequence list) {
            out.writeStartArray();
            for (Node item : list.items()) {
                write(item, path, depth + 1);
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

    private void field(Mapping map, int index, String path, int depth) throws IOException {
        out.writeFieldName(map.name(index));
        write(map.value(index), path.isEmpty() ? map.name(index) : path, depth + 1);
    }

    private static boolean inOrder(Mapping map) {
        for (int i = 1; i < map.size(); i++) {
            if (map.name(i - 1).compareTo(map.name(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static int[] byName(Mapping map) {
        return IntStream.range(0, map.size())
                .boxed()
                .sorted(Comparator.comparing(map::name))
                .mapToInt(i -> i)
                .toArray();
    }
}
