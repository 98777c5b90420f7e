package app.flagger.engine.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that was read is not a legal manifest: all problems of all resources, in the order of the file. Checked, because a
 * file that people write is wrong sooner or later, and the message is meant for them.
 */
public final class InvalidManifest extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Located> problems;

    /** @param problems at least one */
    public InvalidManifest(List<Located> problems) {
        super(problems.stream().map(Located::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong. */
    public List<Located> problems() {
        return problems;
    }
}
