package app.flagger.engine.codec;

import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Writes a tree as YAML in the style of Kubernetes manifests. Quotes whatever any reader, of YAML 1.1 or later, might take for
 * something else than the text that it is; every text can be written, also one with control characters or half a surrogate
 * pair, which the emitter of the YAML library loses.
 */
public final class YamlWriter {
    private static final String INDENT = "  ";
    private static final String FIRST_TAKEN = "-?:,[]{}#&*!|>'\"%@`";
    private static final Pattern DASHED = Pattern.compile("-[A-Za-z0-9./].*");
    private static final Pattern FLOW_TAKEN = Pattern.compile("[,?\\[\\]{}]");
    private static final Pattern SPACE_BEFORE_BREAK = Pattern.compile("[ \\t](\\n|$)");

    /** Readers look for the colon of a name without a question mark in the next 1024 characters only. */
    private static final int LONGEST_SIMPLE_NAME = 128;

    private final StringBuilder out = new StringBuilder();
    private final Resolver yaml11 = new Resolver();

    private YamlWriter() {}

    /** One document, with a line break at its end. */
    public static String write(Node node) {
        YamlWriter writer = new YamlWriter();
        writer.block(node, "");
        return writer.out.append('\n').toString();
    }

    /** Writes a value at the current position; further lines begin with {@code indent}. */
    private void block(Node node, String indent) {
        if (isFlow(node)) {
            flow(node);
        } else if (node instanceof Mapping map) {
            for (int i = 0; i < map.size(); i++) {
                out.append(i == 0 ? "" : "\n" + indent);
                name(map.name(i), "\n" + indent);
                value(map.value(i), indent);
            }
        } else if (node instanceof Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                out.append(i == 0 ? "" : "\n" + indent).append("- ");
                block(list.items().get(i), indent + INDENT);
            }
        } else {
            scalar((Scalar) node, indent, false);
        }
    }

    /** The value of a field: larger ones on lines of their own. */
    private void value(Node node, String indent) {
        if (node instanceof Scalar || isFlow(node)) {
            out.append(' ');
            block(node, indent + INDENT);
        } else {
            out.append('\n').append(indent).append(INDENT);
            block(node, indent + INDENT);
        }
    }

    private static boolean isFlow(Node node) {
        return node instanceof Mapping map && (map.flow() || map.size() == 0)
                || node instanceof Sequence list && (list.flow() || list.items().isEmpty());
    }

    private void flow(Node node) {
        if (node instanceof Mapping map) {
            out.append('{');
            for (int i = 0; i < map.size(); i++) {
                out.append(i == 0 ? "" : ", ");
                name(map.name(i), " ");
                out.append(' ');
                flow(map.value(i));
            }
            out.append('}');
        } else if (node instanceof Sequence list) {
            out.append('[');
            for (int i = 0; i < list.items().size(); i++) {
                out.append(i == 0 ? "" : ", ");
                flow(list.items().get(i));
            }
            out.append(']');
        } else {
            scalar((Scalar) node, "", true);
        }
    }

    private void name(String name, String beforeColon) {
        boolean simple = name.length() <= LONGEST_SIMPLE_NAME;
        out.append(simple ? "" : "? ");
        if (isPlain(name, true)) {
            out.append(name);
        } else {
            quoted(name, Scalar.Style.PLAIN);
        }
        out.append(simple ? "" : beforeColon).append(':');
    }

    private void scalar(Scalar scalar, String indent, boolean inFlow) {
        String text = scalar.text();
        Scalar.Style style = scalar.style();
        boolean lines = style == Scalar.Style.LITERAL || style == Scalar.Style.FOLDED;
        if (scalar.kind() != Scalar.Kind.TEXT) {
            out.append(text.isEmpty() ? "null" : text);
        } else if (lines && !inFlow && isBlock(text)) {
            literal(text, indent);
        } else if (style != Scalar.Style.SINGLE && style != Scalar.Style.DOUBLE && isPlain(text, inFlow)) {
            out.append(text);
        } else {
            quoted(text, style);
        }
    }

    private boolean isPlain(String text, boolean inFlow) {
        return Scalar.kindOf(text) == Scalar.Kind.TEXT
                && yaml11.resolve(NodeId.scalar, text, true).equals(Tag.STR)
                && isPrintable(text, "")
                && (FIRST_TAKEN.indexOf(text.charAt(0)) < 0
                        || DASHED.matcher(text).matches())
                && !text.startsWith(" ")
                && !text.endsWith(" ")
                && !text.endsWith(":")
                && !text.contains(": ")
                && !text.contains(" #")
                && !text.startsWith("...")
                && (!inFlow || !FLOW_TAKEN.matcher(text).find());
    }

    private static boolean isBlock(String text) {
        return text.indexOf('\n') >= 0
                && text.charAt(0) > ' '
                && isPrintable(text, "\n\t")
                && !SPACE_BEFORE_BREAK.matcher(text).find();
    }

    private void literal(String text, String indent) {
        List<String> lines = List.of(text.split("\n", -1));
        int last = lines.size();
        while (lines.get(last - 1).isEmpty()) {
            last--;
        }
        int breaks = lines.size() - last;
        out.append(breaks == 0 ? "|-" : breaks == 1 ? "|" : "|+");
        for (String line : lines.subList(0, breaks > 1 ? lines.size() - 1 : last)) {
            out.append('\n').append(line.isEmpty() ? "" : indent).append(line);
        }
    }

    /** In the quotes that were used before if possible, else in those that need fewer escapes. */
    private void quoted(String text, Scalar.Style style) {
        boolean escapes = text.indexOf('"') >= 0 || text.indexOf('\\') >= 0;
        boolean single = style == Scalar.Style.SINGLE || style != Scalar.Style.DOUBLE && escapes;
        if (single && isPrintable(text, "")) {
            out.append('\'').append(text.replace("'", "''")).append('\'');
            return;
        }
        out.append('"');
        text.codePoints().forEach(this::escaped);
        out.append('"');
    }

    private void escaped(int character) {
        switch (character) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isPrintable(character)) {
                    out.appendCodePoint(character);
                } else {
                    out.append(String.format("\\u%04x", character));
                }
            }
        }
    }

    private static boolean isPrintable(String text, String also) {
        return text.codePoints().allMatch(c -> isPrintable(c) || also.indexOf(c) >= 0);
    }

    /** On one line and visible; separators of lines and paragraphs, and the byte order mark, are neither. */
    private static boolean isPrintable(int character) {
        return character >= ' '
                && StreamReader.isPrintable(character)
                && character != '\u0085'
                && character != '\u2028'
                && character != '\u2029'
                && character != '\uFEFF';
    }
}
