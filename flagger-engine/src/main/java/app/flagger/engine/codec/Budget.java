package app.flagger.engine.codec;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps what a text may become within bounds, so that a small text never takes much memory or time. Counts the bytes that a tree takes
 * by rough sizes of its objects; texts that come again and again, as names of fields do, are kept once.
 */
final class Budget {
    /** Deepest nesting. */
    static final int DEEPEST = 64;

    /** Longest single text, in characters. */
    static final int LONGEST_SCALAR = 1 << 20;

    private static final int BYTES_FOR_ANY_TEXT = 1 << 20;
    private static final int BYTES_FOR_A_CHARACTER = 6;
    private static final int BYTES_OF_A_SCALAR = 40;
    private static final int BYTES_OF_A_NAME = 16;
    private static final int BYTES_OF_A_COLLECTION = 80;
    private static final int BYTES_OF_A_TEXT = 56;

    private static final int MOST_SHARED = 2000;
    private static final int LONGEST_SHARED = 40;

    private static final int MOST_COPIED_NODES = 10_000;
    private static final long MOST_COPIED_CHARACTERS = 1 << 20;

    private final Map<String, String> shared = new LinkedHashMap<>();
    private final long mostBytes;
    private long bytes;
    private long expandedNodes;
    private long expandedCharacters;
    private long copiedNodes;
    private long copiedCharacters;

    /** @param characters the length of the whole text */
    Budget(int characters) {
        this.mostBytes = BYTES_FOR_ANY_TEXT + (long) BYTES_FOR_A_CHARACTER * characters;
    }

    /** How large a part is once its aliases are written out. */
    record Weight(long nodes, long characters) {}

    Weight total() {
        return new Weight(expandedNodes, expandedCharacters);
    }

    Weight since(Weight before) {
        return new Weight(expandedNodes - before.nodes, expandedCharacters - before.characters);
    }

    /** One more scalar; gives the text to keep. */
    String scalar(String text, int line, int column) throws Unreadable {
        if (text.length() > LONGEST_SCALAR) {
            throw new Unreadable(line, column, "too long: a text has at most " + LONGEST_SCALAR + " characters");
        }
        return text(text, BYTES_OF_A_SCALAR, line, column);
    }

    /** The name of one more field; gives the text to keep. */
    String name(String text, int line, int column) throws Unreadable {
        return text(text, BYTES_OF_A_NAME, line, column);
    }

    /** One more list or map. */
    void collection(int line, int column) throws Unreadable {
        spend(BYTES_OF_A_COLLECTION, 0, line, column);
    }

    private String text(String text, int size, int line, int column) throws Unreadable {
        String before = shared.get(text);
        boolean share = before == null && shared.size() < MOST_SHARED && text.length() <= LONGEST_SHARED;
        if (share) {
            shared.put(text, text);
        }
        int own = before == null ? BYTES_OF_A_TEXT + 2 * text.length() : 0;
        spend(size + own, text.length(), line, column);
        return before == null ? text : before;
    }

    private void spend(int more, int characters, int line, int column) throws Unreadable {
        bytes += more;
        expandedNodes++;
        expandedCharacters += characters;
        if (bytes > mostBytes) {
            throw new Unreadable(line, column, "too many values for a text of this size");
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
