package app.flagger.samples.quickstart;

import app.flagger.engine.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of the quickstart.
 *
 * @param good how the run of the good release ended
 * @param bad how the run of the bad release ended
 * @param serving the version that serves in the end
 * @param counts answers that users got
 * @param unanswered requests of users that got no answer
 * @param picture where the picture of the timeline is
 */
record Report(
        RunResult.Outcome good, RunResult.Outcome bad, String serving, Counts counts, long unanswered, Path picture) {
    /** What is not as it should be; empty if all is well. */
    List<String> surprises() {
        List<String> found = new ArrayList<>();
        require(good == RunResult.Outcome.PROMOTED, "the good release ended as " + good, found);
        require(bad == RunResult.Outcome.ROLLED_BACK, "the bad release ended as " + bad, found);
        require(serving.equals(Quickstart.GOOD.version()), "version " + serving + " serves in the end", found);
        long hurt = counts.failed(Quickstart.BAD.version());
        require(hurt > 0, "the bad release was not seen by any user", found);
        require(hurt * 20 < counts.total(), hurt + " requests failed because of the bad release", found);
        long others = counts.failed() - hurt + unanswered;
        require(others == 0, others + " requests failed that the bad release had no part in", found);
        return found;
    }

    /** The counts and the picture, for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("What users got:");
        counts.byVersion()
                .forEach((version, statuses) -> statuses.forEach((status, count) -> lines.add(String.format(
                        Locale.ROOT,
                        "  %-4s status %d  %,7d requests",
                        version.isEmpty() ? "-" : version,
                        status,
                        count))));
        lines.add(String.format(
                Locale.ROOT,
                "  %,d of %,d requests failed (%.2f %%), all others were answered with 200.",
                counts.failed() + unanswered,
                counts.total() + unanswered,
                100.0 * (counts.failed() + unanswered) / Math.max(1, counts.total() + unanswered)));
        lines.add("The timeline as a picture: " + picture);
        return lines;
    }

    private static void require(boolean holds, String otherwise, List<String> found) {
        if (!holds) {
            found.add(otherwise);
        }
    }
}
