package app.flagger.engine.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fields with their values, in the order in which they were written, each name once. */
public final class Mapping extends Node {
    private final String[] names;
    private final int[] marks;
    private final Node[] values;
    private final boolean flow;
    private final boolean free;

    private Mapping(Builder builder, boolean flow, int line, int column) {
        super(line, column);
        this.names = builder.names.toArray(new String[0]);
        this.values = builder.values.toArray(new Node[0]);
        this.marks = new int[2 * names.length];
        for (int i = 0; i < names.length; i++) {
            System.arraycopy(builder.marks.get(i), 0, marks, 2 * i, 2);
        }
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

    /** The place of a field's name. */
    int nameLine(int index) {
        return marks[2 * index];
    }

    /** The place of a field's name. */
    int nameColumn(int index) {
        return marks[2 * index + 1];
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
        private final List<String> names = new ArrayList<>();
        private final List<int[]> marks = new ArrayList<>();
        private final List<Node> values = new ArrayList<>();

        private boolean free;

        private static final int[] NOWHERE = {0, 0};

        Builder add(String name, Node value) {
            return add(names.size(), name, NOWHERE, value);
        }

        Builder add(String name, int line, int column, Node value) {
            return add(names.size(), name, new int[] {line, column}, value);
        }

        /** Adds a field as it stands in another mapping, with another value. */
        Builder add(Mapping from, int index, Node value) {
            return add(from.name(index), from.nameLine(index), from.nameColumn(index), value);
        }

        Builder insert(int position, String name, Node value) {
            return add(position, name, NOWHERE, value);
        }

        private Builder add(int position, String name, int[] mark, Node value) {
            names.add(position, name);
            marks.add(position, mark);
            values.add(position, value);
            return this;
        }

        /** The names are data. */
        Builder free() {
            free = true;
            return this;
        }

        int indexOf(String name) {
            return names.indexOf(name);
        }

        int size() {
            return names.size();
        }

        Mapping build() {
            return new Mapping(this, false, 0, 0);
        }

        Mapping build(boolean flow, int line, int column) {
            return new Mapping(this, flow, line, column);
        }
    }
}
