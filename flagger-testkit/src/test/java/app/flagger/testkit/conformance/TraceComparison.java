package app.flagger.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The rules of {@code conformance/upstream/README.md}: what of a recorded trace must agree with ours. */
final class TraceComparison {
    private final List<String> differences = new ArrayList<>();
    private Optional<Point> lastRecorded = Optional.empty();
    private Optional<Point> lastOurs = Optional.empty();

    private TraceComparison() {}

    private record Point(String phase, Optional<Integer> canary, boolean mirror, boolean canaryUp) {}

    /**
     * Says where two traces disagree.
     *
     * @param canary the scenario's manifest; its analysis has the limit that upstream oversteps
     */
    static List<String> differences(JsonNode recorded, JsonNode ours, JsonNode canary) {
        TraceComparison comparison = new TraceComparison();
        comparison.compare(recorded.path("steps"), ours.path("steps"), limit(canary.at("/spec/analysis")));
        return comparison.differences;
    }

    private static int limit(JsonNode analysis) {
        JsonNode weights = analysis.path("stepWeights");
        if (!weights.isEmpty()) {
            return weights.get(weights.size() - 1).asInt();
        }
        int most = analysis.path("maxWeight").asInt();
        return analysis.path("stepWeight").asInt() > 0 && most > 0 ? most : 100;
    }

    private void compare(JsonNode recorded, JsonNode ours, int limit) {
        if (recorded.size() != ours.size()) {
            differences.add(ours.size() + " steps, not " + recorded.size());
            return;
        }
        for (int i = 0; i < recorded.size(); i++) {
            step("step " + i + ": ", recorded.get(i), ours.get(i), limit);
        }
    }

    private void step(String where, JsonNode recorded, JsonNode ours, int limit) {
        same(where + "reached", recorded.path("reached"), ours.path("reached"));
        path(where, recorded, ours, limit);
        hooks(where, recorded, ours);
        alerts(where, texts(recorded.path("alerts")), texts(ours.path("alerts")));
        same(where + "primaryRevision", recorded.path("primaryRevision"), ours.path("primaryRevision"));
    }

    private void same(String what, JsonNode recorded, JsonNode ours) {
        if (!recorded.equals(ours)) {
            differences.add(what + " " + ours + ", not " + recorded);
        }
    }

    private void path(String where, JsonNode recorded, JsonNode ours, int limit) {
        List<Point> theirs = points(recorded, limit, lastRecorded);
        List<Point> our = points(ours, 100, lastOurs);
        List<Point> theirNews = theirs.subList(lastRecorded.isPresent() ? 1 : 0, theirs.size());
        List<Point> ourNews = our.subList(lastOurs.isPresent() ? 1 : 0, our.size());
        if (!theirNews.equals(ourNews)) {
            differences.add(where + "path\n      ours     " + ourNews + "\n      recorded " + theirNews);
        }
        lastRecorded = last(theirs);
        lastOurs = last(our);
    }

    /** The points of a step after the last one before it, repeated ones left out, and those before Initialized. */
    private static List<Point> points(JsonNode step, int limit, Optional<Point> before) {
        List<Point> points = new ArrayList<>();
        before.ifPresent(points::add);
        for (JsonNode node : step.path("path")) {
            Point point = point(node, limit);
            boolean counts = !point.phase.isEmpty() && !point.phase.equals("Initializing");
            if (counts && !last(points).equals(Optional.of(point))) {
                points.add(point);
            }
        }
        return points;
    }

    private static Point point(JsonNode node, int limit) {
        String phase = node.path("phase").asText();
        Optional<Integer> canary =
                node.has("canary") ? Optional.of(node.get("canary").asInt()) : Optional.empty();
        return new Point(
                phase,
                phase.equals("Failed") ? canary : canary.map(weight -> Math.min(weight, limit)),
                node.path("mirror").asBoolean(),
                node.path("canaryUp").asBoolean());
    }

    private void hooks(String where, JsonNode recorded, JsonNode ours) {
        SortedSet<String> theirs = new TreeSet<>(texts(recorded.path("hooks")));
        SortedSet<String> our = new TreeSet<>(texts(ours.path("hooks")));
        if (!theirs.equals(our)) {
            differences.add(where + "hooks " + our + ", not " + theirs);
        }
    }

    /** Every recorded alert in order, repetitions counted once, and no more info alerts than recorded. */
    private void alerts(String where, List<String> recorded, List<String> ours) {
        List<String> wanted = new ArrayList<>();
        recorded.stream()
                .filter(alert -> !last(wanted).equals(Optional.of(alert)))
                .forEach(wanted::add);
        int found = 0;
        for (String alert : ours) {
            if (found < wanted.size() && wanted.get(found).equals(alert)) {
                found++;
            }
        }
        if (found < wanted.size()) {
            differences.add(where + "alerts " + ours + " lack some of " + wanted);
        }
        long more = infos(ours) - infos(recorded);
        if (more > 0) {
            differences.add(where + more + " more info alerts than recorded");
        }
    }

    private static long infos(List<String> alerts) {
        return alerts.stream().filter("\"info\""::equals).count();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.toString()));
        return texts;
    }

    private static <T> Optional<T> last(List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(list.size() - 1));
    }
}
