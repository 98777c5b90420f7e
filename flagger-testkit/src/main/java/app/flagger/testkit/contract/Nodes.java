package app.flagger.testkit.contract;

import java.util.List;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The parts of a suite's report. */
final class Nodes {
    /** How the notes begin. */
    static final String NOT_PROVED = "not proved: ";

    private static final int LONGEST = 60;

    private Nodes() {}

    static DynamicNode test(String sentence, Executable body) {
        return DynamicTest.dynamicTest(sentence, body);
    }

    static DynamicNode group(String ability, List<DynamicNode> tests) {
        return DynamicContainer.dynamicContainer(ability, tests);
    }

    /** A text of any kind as part of a sentence. */
    static String shown(String text) {
        String quoted = "'" + text.replaceAll("\\p{Cntrl}", "?") + "'";
        return quoted.length() <= LONGEST ? quoted : "of " + text.length() + " letters";
    }

    /**
     * A note in the report of what could not be tried; the sentence says what to override. It counts as passed: a skipped test is a
     * warning in many builds, and whoever leaves a probe out on purpose would have to live with it.
     */
    static DynamicNode untried(String sentence) {
        return test(NOT_PROVED + sentence, () -> {});
    }
}
