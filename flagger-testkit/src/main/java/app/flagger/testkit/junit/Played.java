package app.flagger.testkit.junit;

import app.flagger.engine.RunResult;
import app.flagger.testkit.Run;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The runs of one test: how many ended in which way, and the first of each. Thread-safe. */
final class Played {
    private final RolloutPolicy policy;
    private final Map<String, Run> first = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    Played(RolloutPolicy policy) {
        this.policy = policy;
    }

    synchronized void add(Run run) {
        String how = run.result()
                .map(RunResult::outcome)
                .map(outcome -> outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElse("not ended");
        first.putIfAbsent(how, run);
        counts.merge(how, 1, Integer::sum);
    }

    /** What was played so far belongs to a test that is over. */
    synchronized void forget() {
        first.clear();
        counts.clear();
    }

    /** For people; nothing if nothing was played. */
    synchronized Optional<String> report(String test) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        if (all == 0) {
            return Optional.empty();
        }
        String ways = counts.entrySet().stream()
                .map(way -> way.getKey() + (all == 1 ? "" : " " + way.getValue()))
                .collect(Collectors.joining(", "));
        StringBuilder report = new StringBuilder(test + " failed. It played ")
                .append(all == 1 ? "1 run of " : all + " runs of ")
                .append(policy.value())
                .append(": ")
                .append(ways)
                .append(first.size() == 1 && all > 1 ? ". The first:" : first.size() > 1 ? ". The first of each:" : "");
        first.values()
                .forEach(run ->
                        report.append("\n\n").append(run).append("\nor by: ").append(annotation(run)));
        return Optional.of(report.append('\n').toString());
    }

    /** What to write at the test so that its first run is this one. */
    private String annotation(Run run) {
        String canary = policy.canary().isEmpty() ? "" : ", canary = \"" + policy.canary() + "\"";
        return "@RolloutPolicy(value = \"" + policy.value() + "\"" + canary + ", seed = " + run.seed() + ")";
    }
}
