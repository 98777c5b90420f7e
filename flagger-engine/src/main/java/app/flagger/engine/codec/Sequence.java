package app.flagger.engine.codec;

import java.util.List;

/** A list. */
public final class Sequence extends Node {
    private final List<Node> items;
    private final boolean flow;

    Sequence(List<Node> items, boolean flow, int line, int column) {
        super(line, column);
        this.items = List.copyOf(items);
        this.flow = flow;
    }

    /** A list that was not read. */
    static Sequence of(List<Node> items) {
        return new Sequence(items, false, 0, 0);
    }

    /** The items in order. */
    public List<Node> items() {
        return items;
    }

    /** Whether YAML writes it in brackets. */
    boolean flow() {
        return flow;
    }

    @Override
    String excerpt() {
        return "a list";
    }
}
