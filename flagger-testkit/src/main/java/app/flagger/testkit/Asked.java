package app.flagger.testkit;

import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.status.Check;
import java.util.ArrayList;
import java.util.List;

/** Which metrics the engine asked, whatever came of it. */
final class Asked {
    /** What a check says of a metric that could not be asked, as one whose template is missing. */
    private static final String BAD_QUERY = "bad-query";

    private Asked() {}

    /**
     * Those that were answered, and those of which checks say that every call went wrong.
     *
     * @param answered in order, with repetitions
     */
    static List<String> metrics(Canary canary, List<String> answered, List<Check> checks) {
        List<String> known = canary.spec().analysis().metrics().stream()
                .map(Metric::name)
                .filter(name -> !answered.contains(name))
                .toList();
        List<String> all = new ArrayList<>(answered);
        checks.stream()
                .flatMap(check -> check.findings().stream())
                .filter(finding -> known.contains(finding.source()))
                .filter(finding -> !finding.outcome().equals(BAD_QUERY))
                .forEach(finding -> all.add(finding.source()));
        return List.copyOf(all);
    }
}
