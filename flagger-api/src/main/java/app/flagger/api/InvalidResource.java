package app.flagger.api;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A value that cannot be: thrown by every builder and checking constructor, with all problems that were found, never only the
 * first one.
 */
public final class InvalidResource extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * @param resource what could not be made, as {@code "Canary shop/web"}
     * @param problems at least one problem
     */
    public InvalidResource(String resource, List<Problem> problems) {
        super(resource + ": " + problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** A resource with a single problem. */
    public InvalidResource(String resource, Problem problem) {
        this(resource, List.of(problem));
    }

    /**
     * A resource of which required fields were not given; the builders use it.
     *
     * @param missing names of the fields
     */
    public InvalidResource(String... missing) {
        this(
                "incomplete resource",
                Arrays.stream(missing)
                        .map(field -> new Problem(field, "", "must be given"))
                        .toList());
    }

    /** All that is wrong, in the order in which it was found. */
    public List<Problem> problems() {
        return problems;
    }
}
