package app.flagger.engine.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML into trees, one document after the other. Built on parser events, which come one at a time: whatever is too
 * deep, too many or repeated too often ends the reading before it takes memory.
 */
public final class YamlReader {
    /** The scanner keeps a whole word in memory at four bytes a character, and copies it as it grows. */
    private static final int LONGEST_LINE = 128 << 10;

    private static final int MOST_ANCHORS = 1000;
    private static final String STANDARD_TAG = "tag:yaml.org,2002:";

    private final ParserImpl parser;
    private final Budget budget;
    private final Consumer<Flaw> flaws;
    private final Map<String, Anchor> anchors = new LinkedHashMap<>();

    private record Anchor(Node node, Budget.Weight weight) {}

    private YamlReader(String text, Consumer<Flaw> flaws) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        this.parser = new ParserImpl(new StreamReader(text), options);
        this.budget = new Budget(text.length());
        this.flaws = flaws;
    }

    /**
     * Reads all documents. What makes reading on impossible is the last flaw; documents before it are delivered.
     *
     * @param documents gets each document as soon as it is read
     * @param flaws gets what is wrong
     */
    public static void read(String text, Consumer<Node> documents, Consumer<Flaw> flaws) {
        try {
            checkCharacters(text);
            new YamlReader(text, flaws).documents(documents);
        } catch (Unreadable e) {
            flaws.accept(e.flaw());
        }
    }

    private static void checkCharacters(String text) throws Unreadable {
        int line = 1;
        int start = 0;
        int i = 0;
        while (i < text.length()) {
            int character = text.codePointAt(i);
            if (character == '\n') {
                line++;
                start = i + 1;
            } else if (!StreamReader.isPrintable(character)) {
                throw new Unreadable(
                        line,
                        i - start + 1,
                        String.format("the character U+%04X must not stand in a text file", character));
            } else if (i - start >= LONGEST_LINE) {
                throw new Unreadable(line, 1, "longer than " + LONGEST_LINE + " characters in one line");
            }
            i += Character.charCount(character);
        }
    }

    private void documents(Consumer<Node> documents) throws Unreadable {
        next(); // stream start
        Event event = next();
        while (event.getEventId() == Event.ID.DocumentStart) {
            anchors.clear();
            Event first = next();
            Place root = Place.root(new Scalar(Scalar.Kind.NULL, Scalar.Style.PLAIN, "", line(first), column(first)));
            documents.accept(node(first, root, 0));
            next(); // document end
            event = next();
        }
    }

    private Node node(Event event, Place at, int depth) throws Unreadable {
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor == null) {
            return fresh(event, at, depth);
        }
        if (anchors.size() >= MOST_ANCHORS) {
            throw new Unreadable(
                    line(event), column(event), "too many anchors: a document has at most " + MOST_ANCHORS);
        }
        anchors.remove(anchor); // inside its own content the name means nothing: a tree has no circles
        Budget.Weight before = budget.total();
        Node node = fresh(event, at, depth);
        anchors.put(anchor, new Anchor(node, budget.since(before)));
        return node;
    }

    private Node alias(AliasEvent event) throws Unreadable {
        Anchor anchor = anchors.get(event.getAnchor());
        if (anchor == null) {
            throw new Unreadable(
                    line(event),
                    column(event),
                    // Not named: a password may begin with an asterisk.
                    "not YAML: the alias (a text that begins with *) names no anchor that was completed before it");
        }
        budget.copy(anchor.weight(), line(event), column(event));
        return anchor.node();
    }

    private Node fresh(Event event, Place at, int depth) throws Unreadable {
        Budget.depth(depth, line(event), column(event));
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar, at);
        }
        budget.collection(line(event), column(event));
        CollectionStartEvent start = (CollectionStartEvent) event;
        boolean map = start instanceof MappingStartEvent;
        String tag = start.getTag();
        if (tag != null && !tag.equals("!") && !tag.equals(STANDARD_TAG + (map ? "map" : "seq"))) {
            flaw(event, at, shown(tag) + " has no meaning here");
        }
        return map ? mapping((MappingStartEvent) start, at, depth) : sequence((SequenceStartEvent) start, at, depth);
    }

    private Scalar scalar(ScalarEvent event, Place at) throws Unreadable {
        String text = budget.scalar(event.getValue(), line(event), column(event));
        Scalar.Kind kind = event.isPlain() ? Scalar.kindOf(text) : Scalar.Kind.TEXT;
        String tag = event.getTag();
        if (tag != null) {
            Scalar.Kind wanted = switch (tag) {
                case "!", STANDARD_TAG + "str" -> Scalar.Kind.TEXT;
                case STANDARD_TAG + "int" -> Scalar.Kind.WHOLE;
                case STANDARD_TAG + "float" -> Scalar.Kind.NUMBER;
                case STANDARD_TAG + "bool" -> Scalar.Kind.FLAG;
                case STANDARD_TAG + "null" -> Scalar.Kind.NULL;
                default -> kind;
            };
            boolean known = wanted != kind || tag.startsWith(STANDARD_TAG) && !tag.endsWith(":binary");
            if (!known || wanted != Scalar.Kind.TEXT && wanted != Scalar.kindOf(text)) {
                flaw(event, at, shown(tag) + " has no meaning here");
            } else {
                kind = wanted;
            }
        }
        return new Scalar(kind, style(event), text, line(event), column(event));
    }

    private Sequence sequence(SequenceStartEvent start, Place at, int depth) throws Unreadable {
        List<Node> items = new ArrayList<>();
        Event event = next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, at.item(items.size(), line(event), column(event)), depth + 1));
            event = next();
        }
        return new Sequence(items, start.isFlow(), line(start), column(start));
    }

    private Mapping mapping(MappingStartEvent start, Place at, int depth) throws Unreadable {
        MappingReader fields = new MappingReader(at, flaws);
        List<Mapping> merged = new ArrayList<>();
        Event event = next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            Node name = node(event, at, depth + 1);
            Event value = next();
            if (name instanceof Scalar key && key.kind() != Scalar.Kind.NULL) {
                Place field = at.field(key.text(), line(event), column(event));
                Node node = node(value, field, depth + 1);
                if (key.text().equals("<<") && key.style() == Scalar.Style.PLAIN) {
                    mergeKey(node, event, field).ifPresent(merged::addAll);
                } else {
                    fields.put(key.text(), line(event), column(event), node);
                }
            } else {
                flaw(event, at, "the name of a field must be a text");
                node(value, at, depth + 1);
            }
            event = next();
        }
        merged.forEach(fields::merge);
        return fields.build(start.isFlow(), line(start), column(start));
    }

    private Optional<List<Mapping>> mergeKey(Node node, Event event, Place at) {
        List<Node> parts = node instanceof Sequence list ? list.items() : List.of(node);
        if (!parts.stream().allMatch(Mapping.class::isInstance)) {
            flaw(event, at, "must name a map, or a list of maps");
            return Optional.empty();
        }
        return Optional.of(parts.stream().map(Mapping.class::cast).toList());
    }

    private Event next() throws Unreadable {
        try {
            return parser.getEvent();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            throw new Unreadable(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "not YAML: " + context + oneLine(e.getProblem()));
        } catch (RuntimeException e) {
            // Other exceptions of the parser are its own faults; to whoever wrote the text it is just as unreadable.
            throw new Unreadable(1, 1, "not YAML: " + oneLine(e.getMessage()));
        }
    }

    /** Only a standard tag is named: a password may begin with an exclamation mark. */
    private static String shown(String tag) {
        return tag.startsWith(STANDARD_TAG) ? "the tag " + tag : "the tag (a text that begins with !)";
    }

    private void flaw(Event event, Place at, String message) {
        flaws.accept(new Flaw(line(event), column(event), at.path(), "", message));
    }

    private static String oneLine(@Nullable String message) {
        String text = message == null ? "the parser gave up" : message.replaceAll("\\s+", " ");
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static Scalar.Style style(ScalarEvent event) {
        return switch (event.getScalarStyle()) {
            case SINGLE_QUOTED -> Scalar.Style.SINGLE;
            case DOUBLE_QUOTED -> Scalar.Style.DOUBLE;
            case LITERAL -> Scalar.Style.LITERAL;
            case FOLDED -> Scalar.Style.FOLDED;
            default -> Scalar.Style.PLAIN;
        };
    }

    private static int line(Event event) {
        return event.getStartMark().getLine() + 1;
    }

    private static int column(Event event) {
        return event.getStartMark().getColumn() + 1;
    }
}
