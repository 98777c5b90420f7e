package app.flagger.samples.cli;

import app.flagger.api.Reason;
import app.flagger.engine.RunResult;
import app.flagger.engine.decision.Sentences;
import app.flagger.testkit.Run;
import app.flagger.testkit.Timeline;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is printed of a run.
 *
 * @param run the run
 * @param notes what was made up for it
 */
record Playbill(Run run, List<String> notes) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Timeline and outcome for people. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(run.canary().key() + ", seed " + run.seed());
        notes.forEach(note -> lines.add("  made up: " + note));
        lines.add("");
        lines.add(run.timeline().toString());
        lines.add("");
        lines.add(run.canary().key() + ": " + outcome() + because());
        String requests = run.requestsByVersion().entrySet().stream()
                .map(version -> String.format(Locale.ROOT, "%s %,d", version.getKey(), version.getValue()))
                .collect(Collectors.joining(", "));
        lines.add("  requests answered: " + requests + "; exposed to the canary: " + run.exposure()
                + ", highest weight " + run.highestWeight());
        return String.join("\n", lines) + "\n";
    }

    /** Everything as one line. */
    String json() {
        ObjectNode all = JSON.createObjectNode();
        all.put("canary", run.canary().key().toString());
        all.put("seed", run.seed());
        all.put("ended", run.ended());
        run.result()
                .ifPresent(result -> all.put("outcome", words(result.outcome()).replace(' ', '-')));
        all.put("phase", run.snapshot().phase().wireName());
        all.put("tookSeconds", run.took().toMillis() / 1000.0);
        all.put("highestWeight", run.highestWeight());
        all.put("exposurePercent", run.exposure().percent());
        ObjectNode requests = all.putObject("requestsByVersion");
        run.requestsByVersion().forEach(requests::put);
        ArrayNode reasons = all.putArray("reasons");
        run.reasons().forEach(reason -> put(reasons.addObject(), reason));
        ArrayNode madeUp = all.putArray("madeUp");
        notes.forEach(madeUp::add);
        ArrayNode timeline = all.putArray("timeline");
        run.timeline().entries().forEach(entry -> put(timeline.addObject(), entry));
        return all.toString();
    }

    /** {@code rolled back} and its like. */
    static String words(RunResult.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String outcome() {
        return run.result()
                .map(result -> words(result.outcome()) + " after " + words(run.took()))
                .orElse("did not end within " + words(run.took()) + ", "
                        + run.snapshot().waitingForSentence());
    }

    private String because() {
        List<Reason> reasons = run.reasons();
        return reasons.isEmpty()
                ? ""
                : reasons.stream()
                        .map(reason -> Sentences.reason(run.canary(), reason))
                        .collect(Collectors.joining("; ", ": ", ""));
    }

    private static String words(Duration took) {
        return took.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static void put(ObjectNode node, Reason reason) {
        node.put("rule", reason.rule());
        ObjectNode facts = node.putObject("facts");
        reason.facts().forEach(facts::put);
    }

    private static void put(ObjectNode node, Timeline.Entry entry) {
        node.put("seconds", entry.at().toMillis() / 1000.0);
        node.put("phase", entry.phase().wireName());
        node.put("canaryPercent", entry.split().canaryPercent());
        node.put("mirrorPercent", entry.split().mirrorPercent());
        node.put("matchedOnly", entry.split().matchedOnly());
        node.put("what", entry.what());
    }
}
