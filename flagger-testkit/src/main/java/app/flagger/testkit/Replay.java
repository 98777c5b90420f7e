package app.flagger.testkit;

import java.util.List;
import java.util.stream.Collectors;

/** How a run is played again. */
final class Replay {
    private static final int MOST_FAULTS = 20;

    private Replay() {}

    /**
     * The Java for it.
     *
     * @param struck the faults that struck, each as the Java that makes it strike there again
     */
    static String of(long seed, List<String> struck) {
        if (struck.size() > MOST_FAULTS) {
            return "played again by: simulation.seed(" + seed + ").run() with the faults that it had; "
                    + struck.size() + " struck, the first of them\n    "
                    + struck.stream().limit(MOST_FAULTS).collect(Collectors.joining("\n    ")) + "\n    … "
                    + (struck.size() - MOST_FAULTS) + " more …";
        }
        return "played again by: simulation.withoutFaults().seed(" + seed + ")"
                + struck.stream().map(fault -> "\n    .fault(" + fault + ")").collect(Collectors.joining())
                + ".run()";
    }
}
