package app.flagger.engine.codec;

/** Keeps what a text may become within bounds, so that a small text never takes much memory or time. */
final class Budget {
    /** Longest text that is read at all, in characters; a manifest file rarely has a hundredth of it. */
    static final int MOST_CHARACTERS = 4 << 20;

    /** Deepest nesting. */
    static final int DEEPEST = 64;

    /** Longest single text, in characters. */
    static final int LONGEST_SCALAR = 1 << 20;

    private static final int MOST_COPIED_NODES = 10_000;
    private static final long MOST_COPIED_CHARACTERS = 1 << 20;

    private final int mostNodes;
    private int nodes;
    private long expandedNodes;
    private long expandedCharacters;
    private long copiedNodes;
    private long copiedCharacters;

    /** A hand-written manifest has ten characters or more for each node, so eight suffice for any honest text. */
    Budget(int characters) {
        this.mostNodes = 10_000 + characters / 8;
    }

    /** How large a part is once its aliases are written out. */
    record Weight(long nodes, long characters) {}

    Weight total() {
        return new Weight(expandedNodes, expandedCharacters);
    }

    Weight since(Weight before) {
        return new Weight(expandedNodes - before.nodes, expandedCharacters - before.characters);
    }

    /** One more name or value. */
    void node(int characters, int line, int column) throws Unreadable {
        nodes++;
        expandedNodes++;
        expandedCharacters += characters;
        if (nodes > mostNodes) {
            throw new Unreadable(
                    line, column, "too many values: at most " + mostNodes + " are read from a text of this size");
        }
        if (characters > LONGEST_SCALAR) {
            throw new Unreadable(line, column, "too long: a text has at most " + LONGEST_SCALAR + " characters");
        }
    }

    /** A part that is repeated through an alias. */
    void copy(Weight part, int line, int column) throws Unreadable {
        expandedNodes += part.nodes;
        expandedCharacters += part.characters;
        copiedNodes += part.nodes;
        copiedCharacters += part.characters;
        if (copiedNodes > MOST_COPIED_NODES || copiedCharacters > MOST_COPIED_CHARACTERS) {
            throw new Unreadable(
                    line,
                    column,
                    "aliases repeat more than " + MOST_COPIED_NODES + " values or " + MOST_COPIED_CHARACTERS
                            + " characters; write the values out");
        }
    }

    static void depth(int depth, int line, int column) throws Unreadable {
        if (depth > DEEPEST) {
            throw new Unreadable(line, column, "nested deeper than " + DEEPEST + " levels");
        }
    }
}
