package app.flagger.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with a resource, so that one exception can list all of it. Not thread-safe.
 */
public final class Problems {
    private List<Problem> found = List.of();

    /** Nothing found yet. */
    public Problems() {}

    /** Adds a problem; {@code value} is turned into text. */
    public void add(String path, Object value, String message) {
        add(new Problem(path, String.valueOf(value), message));
    }

    /** Most checks find nothing, and there are many of them. */
    private void add(Problem problem) {
        if (found.isEmpty()) {
            found = new ArrayList<>();
        }
        found.add(problem);
    }

    /** Adds a problem if the condition does not hold. */
    public void require(boolean holds, String path, Object value, String message) {
        if (!holds) {
            add(path, value, message);
        }
    }

    /** Adds all problems of a part, below {@code prefix}. */
    public void addAll(String prefix, List<Problem> problems) {
        problems.forEach(problem -> add(prefix.isEmpty() ? problem : problem.at(prefix)));
    }

    /** What was found so far, in order. */
    public List<Problem> list() {
        return List.copyOf(found);
    }

    /**
     * Ends the check.
     *
     * @param resource what was checked, for the message
     * @throws InvalidResource if anything was found
     */
    public void throwIfAny(String resource) {
        if (!found.isEmpty()) {
            throw new InvalidResource(resource, found);
        }
    }
}
