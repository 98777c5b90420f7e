package app.flagger.engine.codec;

import org.jspecify.annotations.Nullable;

/**
 * A field in a document: its path, and where to point at. The path is a chain and becomes text only when a message needs it.
 */
final class Place {
    private final @Nullable Place parent;
    private final String step;
    private final int line;
    private final int column;

    private Place(@Nullable Place parent, String step, int line, int column) {
        this.parent = parent;
        this.step = step;
        this.line = line;
        this.column = column;
    }

    /** The document as a whole. */
    static Place root(Node node) {
        return new Place(null, "", node.line(), node.column());
    }

    /** A resource inside another document, as {@code items[3]}. */
    static Place root(Node node, String prefix) {
        return new Place(null, prefix, node.line(), node.column());
    }

    /** A field: a scalar is pointed at itself, anything larger at its name. */
    Place field(Mapping map, int index) {
        Node value = map.value(index);
        return value instanceof Scalar
                ? new Place(this, step(map.name(index)), value.line(), value.column())
                : name(map, index);
    }

    /** The name of a field. */
    Place name(Mapping map, int index) {
        return field(map.name(index), map.nameLine(index), map.nameColumn(index));
    }

    /** A field whose value was not read yet. */
    Place field(String name, int atLine, int atColumn) {
        return new Place(this, step(name), atLine, atColumn);
    }

    /** A field that is not there: the place is the one of whatever lacks it. */
    Place missing(String name) {
        return new Place(this, step(name), line, column);
    }

    /** An item of a list. */
    Place item(int index, int atLine, int atColumn) {
        return new Place(this, "[" + index + "]", atLine, atColumn);
    }

    /** What is nearest to a path below {@code node}, which is at this place; the path itself is kept whole. */
    Place nearest(Node node, String below) {
        Place at = this;
        Node here = node;
        String rest = below;
        while (!rest.isEmpty()) {
            int end = end(rest);
            String name = rest.substring(0, end);
            Place next = null;
            if (here instanceof Mapping map && map.indexOf(name) >= 0) {
                int index = map.indexOf(name);
                next = at.field(map, index);
                here = map.value(index);
            } else if (here instanceof Sequence list && name.startsWith("[")) {
                int index = Integer.parseInt(name.substring(1, name.length() - 1));
                if (index < list.items().size()) {
                    here = list.items().get(index);
                    next = at.item(index, here.line(), here.column());
                }
            }
            if (next == null) {
                return new Place(at, rest, at.line, at.column);
            }
            at = next;
            rest = rest.substring(end);
            rest = rest.startsWith(".") ? rest.substring(1) : rest;
        }
        return at;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    String path() {
        if (parent == null) {
            return step;
        }
        String before = parent.path();
        return before.isEmpty() || step.startsWith("[") ? before + step : before + "." + step;
    }

    @Override
    public String toString() {
        return path();
    }

    /** A name that would blur the path stands in brackets: {@code labels[app.kubernetes.io/name]}. */
    private static String step(String name) {
        return name.isEmpty() || name.indexOf('.') >= 0 || name.indexOf('[') >= 0 ? "[" + name + "]" : name;
    }

    private static int end(String path) {
        if (path.startsWith("[")) {
            return path.indexOf(']') + 1;
        }
        int dot = path.indexOf('.');
        int bracket = path.indexOf('[');
        int end = dot < 0 ? path.length() : dot;
        return bracket < 0 ? end : Math.min(end, bracket);
    }
}
