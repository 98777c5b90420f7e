package app.flagger.engine.codec;

/** One value of a document and where it begins. Immutable, so a tree may share a part; kept small, because hostile input is all nodes. */
public abstract sealed class Node permits Scalar, Sequence, Mapping {
    private final int line;
    private final int column;

    Node(int line, int column) {
        this.line = line;
        this.column = column;
    }

    /** The line, from 1; 0 for a node that was not read. */
    public int line() {
        return line;
    }

    /** The column, from 1; 0 for a node that was not read. */
    public int column() {
        return column;
    }

    /** Whether it stands for "not given". */
    public boolean isNull() {
        return false;
    }

    /** The value as a message quotes it: short, on one line. */
    abstract String excerpt();
}
