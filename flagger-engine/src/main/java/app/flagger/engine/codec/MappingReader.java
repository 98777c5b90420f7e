package app.flagger.engine.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** One mapping while it is read: refuses a second field of the same name and goes on with the first. */
final class MappingReader {
    private static final int MOST_FIELDS = 10_000;

    private final Mapping.Builder fields = new Mapping.Builder();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Place at;
    private final Consumer<Flaw> flaws;

    MappingReader(Place at, Consumer<Flaw> flaws) {
        this.at = at;
        this.flaws = flaws;
    }

    void put(String name, int line, int column, Node value) throws Unreadable {
        if (lines.size() >= MOST_FIELDS) {
            throw new Unreadable(line, column, "too many fields: one map has at most " + MOST_FIELDS);
        }
        Integer before = lines.putIfAbsent(name, line);
        if (before == null) {
            fields.add(name, line, column, value);
        } else {
            String path = at.field(name, line, column).path();
            flaws.accept(new Flaw(line, column, path, "", "given twice, first in line " + before));
        }
    }

    /** The fields of a merge key, which never replace a field that is written out. */
    void merge(Mapping from) {
        for (int i = 0; i < from.size(); i++) {
            if (lines.putIfAbsent(from.name(i), from.nameLine(i)) == null) {
                fields.add(from, i, from.value(i));
            }
        }
    }

    Mapping build(boolean flow, int line, int column) {
        return fields.build(flow, line, column);
    }
}
