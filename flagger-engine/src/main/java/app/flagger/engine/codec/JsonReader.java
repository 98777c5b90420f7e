package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads JSON into trees: keeps the order of fields, refuses doubled names, numbers that JSON does not have, and deep nesting. */
public final class JsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Budget.DEEPEST + 2) // the budget refuses first, with a message of its own
                    .maxStringLength(Budget.LONGEST_SCALAR)
                    .maxNumberLength(400)
                    .build())
            .build();

    private final JsonParser parser;
    private final Budget budget;
    private final Consumer<Flaw> flaws;
    /** Where the current token begins; asked once, because Jackson makes it anew each time. */
    private JsonLocation where = JsonLocation.NA;

    private JsonReader(JsonParser parser, Budget budget, Consumer<Flaw> flaws) {
        this.parser = parser;
        this.budget = budget;
        this.flaws = flaws;
    }

    /**
     * Reads all values that stand one after the other. What makes reading on impossible is the last flaw; values before it are
     * delivered.
     *
     * @param documents gets each value as soon as it is read
     * @param flaws gets what is wrong
     */
    public static void read(String text, Consumer<Node> documents, Consumer<Flaw> flaws) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonReader reader = new JsonReader(parser, new Budget(text.length()), flaws);
            while (reader.next() != null) {
                documents.accept(reader.node(Place.root(reader.scalar(Scalar.Kind.NULL, "")), 0));
            }
        } catch (Unreadable e) {
            flaws.accept(e.flaw());
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory does not fail", e);
        }
    }

    /**
     * Reads a text that is exactly one value.
     *
     * @param what what the text is, for the message
     * @throws InvalidResource if it is not
     */
    public static Node one(String what, String text) {
        List<Node> values = new ArrayList<>();
        List<Flaw> flaws = new ArrayList<>();
        read(text, values::add, flaws::add);
        if (values.size() != 1 && flaws.isEmpty()) {
            flaws.add(new Flaw(1, 1, "", "", values.isEmpty() ? "is empty" : "holds more than one value"));
        }
        if (!flaws.isEmpty()) {
            throw Reading.invalid(what, flaws);
        }
        return values.get(0);
    }

    private @Nullable JsonToken next() throws Unreadable, IOException {
        try {
            JsonToken token = parser.nextToken();
            where = parser.currentTokenLocation();
            return token;
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private Unreadable unreadable(JsonProcessingException e) {
        JsonLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        String message = e.getOriginalMessage().replaceAll("\\s+", " ");
        return new Unreadable(at.getLineNr(), at.getColumnNr(), "not JSON: " + message);
    }

    private Node node(Place at, int depth) throws Unreadable, IOException {
        Budget.depth(depth, line(), column());
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(at, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(at, depth);
        }
        String text;
        try {
            text = parser.getText();
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
        text = budget.scalar(text, line(), column());
        return switch (token) {
            case VALUE_STRING -> scalar(Scalar.Kind.TEXT, text);
            case VALUE_TRUE, VALUE_FALSE -> scalar(Scalar.Kind.FLAG, text);
            case VALUE_NULL -> scalar(Scalar.Kind.NULL, text);
            default -> scalar(Scalar.kindOf(text), text);
        };
    }

    private Scalar scalar(Scalar.Kind kind, String text) {
        boolean block = kind == Scalar.Kind.TEXT && Scalar.text(text).style() == Scalar.Style.LITERAL;
        return new Scalar(kind, block ? Scalar.Style.LITERAL : Scalar.Style.PLAIN, text, line(), column());
    }

    private Sequence sequence(Place at, int depth) throws Unreadable, IOException {
        int line = line();
        int column = column();
        budget.collection(line, column);
        List<Node> items = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            items.add(node(at.item(items.size(), line(), column()), depth + 1));
        }
        return new Sequence(items, false, line, column);
    }

    private Mapping mapping(Place at, int depth) throws Unreadable, IOException {
        int line = line();
        int column = column();
        budget.collection(line, column);
        MappingReader fields = new MappingReader(at, flaws);
        while (next() != JsonToken.END_OBJECT) {
            int nameLine = line();
            int nameColumn = column();
            String name = budget.name(parser.currentName(), nameLine, nameColumn);
            next();
            fields.put(name, nameLine, nameColumn, node(at.field(name, nameLine, nameColumn), depth + 1));
        }
        return fields.build(false, line, column);
    }

    private int line() {
        return where.getLineNr();
    }

    private int column() {
        return where.getColumnNr();
    }
}
