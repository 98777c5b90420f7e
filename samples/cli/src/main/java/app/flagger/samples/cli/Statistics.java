package app.flagger.samples.cli;

import app.flagger.engine.RunResult.Outcome;
import app.flagger.testkit.Run;
import app.flagger.testkit.Runs;
import app.flagger.testkit.world.Share;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is printed of several runs.
 *
 * @param runs the runs
 * @param notes what was made up for them
 */
record Statistics(Runs runs, List<String> notes) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<Integer> QUANTILES = List.of(50, 90, 99, 100);

    /** Rates and quantiles for people. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(first().canary().key().toString());
        notes.forEach(note -> lines.add("  made up: " + note));
        lines.add("");
        lines.add(runs.toString());
        String examples = Stream.of(Outcome.values())
                .flatMap(outcome ->
                        firstThatWas(outcome)
                                .map(run -> "--seed " + run.seed() + " was " + Playbill.words(outcome))
                                .stream())
                .collect(Collectors.joining(", "));
        if (!examples.isEmpty()) {
            lines.add("  to see one alone: " + examples);
        }
        return String.join("\n", lines) + "\n";
    }

    /** Everything as one line. */
    String json() {
        ObjectNode all = JSON.createObjectNode();
        all.put("canary", first().canary().key().toString());
        all.put("seed", first().seed());
        all.put("runs", runs.all().size());
        long ended = runs.all().stream().filter(Run::ended).count();
        all.put("endedPercent", Share.of(ended, runs.all().size()).percent());
        all.put("promotedPercent", runs.share(Outcome.PROMOTED).percent());
        all.put("rolledBackPercent", runs.share(Outcome.ROLLED_BACK).percent());
        put(
                all.putObject("exposurePercent"),
                share -> runs.exposureQuantile(share).percent());
        put(all.putObject("tookSeconds"), share -> runs.tookQuantile(share).toMillis() / 1000.0);
        if (runs.detectionQuantile(new Share(0)).isPresent()) {
            put(
                    all.putObject("detectionSeconds"),
                    share -> runs.detectionQuantile(share).orElseThrow().toMillis() / 1000.0);
        }
        ArrayNode madeUp = all.putArray("madeUp");
        notes.forEach(madeUp::add);
        return all.toString();
    }

    private Run first() {
        return runs.all().get(0);
    }

    private Optional<Run> firstThatWas(Outcome outcome) {
        return runs.all().stream()
                .filter(run ->
                        run.result().filter(it -> it.outcome() == outcome).isPresent())
                .findFirst();
    }

    private static void put(ObjectNode node, ToDoubleFunction<Share> quantile) {
        QUANTILES.forEach(percent -> node.put("p" + percent, quantile.applyAsDouble(new Share(percent))));
    }
}
