package app.flagger.testkit.contract;

import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The parts of a suite's report. */
final class Nodes {
    private Nodes() {}

    static DynamicNode test(String sentence, Executable body) {
        return DynamicTest.dynamicTest(sentence, body);
    }

    static DynamicNode group(String ability, List<DynamicNode> tests) {
        return DynamicContainer.dynamicContainer(ability, tests);
    }

    /** Shows as skipped what could not be tried; the sentence says what to override. */
    static DynamicNode untried(String sentence) {
        return test(sentence, () -> Assumptions.assumeTrue(false, sentence));
    }
}
