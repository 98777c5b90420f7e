package app.flagger.engine.codec;

import java.util.Arrays;
import java.util.Optional;

/** Fields with their values, in the order in which they were written, each name once. */
public final class Mapping extends Node {
    private static final int[] NOWHERE = {};

    private final String[] names;
    /** Line and column of each name; nothing where none was read. */
    private final int[] marks;

    private final Node[] values;
    private final boolean flow;
    private final boolean free;

    private Mapping(Builder builder, boolean flow, int line, int column) {
        super(line, column);
        this.names = Arrays.copyOf(builder.names, builder.size);
        this.values = Arrays.copyOf(builder.values, builder.size);
        this.marks = builder.marks == NOWHERE ? NOWHERE : Arrays.copyOf(builder.marks, 2 * builder.size);
        this.flow = flow;
        this.free = builder.free;
    }

    /** How many fields there are. */
    public int size() {
        return names.length;
    }

    /** The name of a field. */
    public String name(int index) {
        return names[index];
    }

    /** The value of a field. */
    public Node value(int index) {
        return values[index];
    }

    /** The place of a field's name; 0 if it was not read. */
    int nameLine(int index) {
        return marks == NOWHERE ? 0 : marks[2 * index];
    }

    /** The place of a field's name; 0 if it was not read. */
    int nameColumn(int index) {
        return marks == NOWHERE ? 0 : marks[2 * index + 1];
    }

    /** The index of a field, or -1. */
    int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The value of a field, unless it is missing or null. */
    public Optional<Node> get(String name) {
        int index = indexOf(name);
        return index < 0 || values[index].isNull() ? Optional.empty() : Optional.of(values[index]);
    }

    /** Whether YAML writes it in braces. */
    boolean flow() {
        return flow;
    }

    /** Whether the names are data, as those of labels, and their order says nothing. */
    boolean free() {
        return free;
    }

    @Override
    String excerpt() {
        return "a map";
    }

    /** Collects fields; names must differ. */
    static final class Builder {
        private String[] names = new String[8];
        private Node[] values = new Node[8];
        private int[] marks = NOWHERE;
        private int size;
        private boolean free;

        Builder add(String name, Node value) {
            return put(size, name, 0, 0, value);
        }

        Builder add(String name, int line, int column, Node value) {
            return put(size, name, line, column, value);
        }

        /** Adds a field as it stands in another mapping, with another value. */
        Builder add(Mapping from, int index, Node value) {
            return put(size, from.name(index), from.nameLine(index), from.nameColumn(index), value);
        }

        Builder insert(int position, String name, Node value) {
            return put(position, name, 0, 0, value);
        }

        private Builder put(int position, String name, int line, int column, Node value) {
            if (size == names.length) {
                names = Arrays.copyOf(names, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            if (line > 0 || marks != NOWHERE) {
                marks = marks.length == 2 * names.length ? marks : Arrays.copyOf(marks, 2 * names.length);
                System.arraycopy(marks, 2 * position, marks, 2 * position + 2, 2 * (size - position));
                marks[2 * position] = line;
                marks[2 * position + 1] = column;
            }
            System.arraycopy(names, position, names, position + 1, size - position);
            System.arraycopy(values, position, values, position + 1, size - position);
            names[position] = name;
            values[position] = value;
            size++;
            return this;
        }

        /** The names are data. */
        Builder free() {
            free = true;
            return this;
        }

        int indexOf(String name) {
            for (int i = 0; i < size; i++) {
                if (names[i].equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        int size() {
            return size;
        }

        Mapping build() {
            return new Mapping(this, false, 0, 0);
        }

        Mapping build(boolean flow, int line, int column) {
            return new Mapping(this, flow, line, column);
        }
    }
}
