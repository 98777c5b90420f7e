package app.flagger.testkit;

import app.flagger.api.InvalidResource;
import app.flagger.engine.config.Bundle;
import app.flagger.engine.config.InvalidManifest;
import app.flagger.engine.config.Manifests;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Plays scenarios with the real runtime and the real decisions on a simulated world, one tick an interval, and writes down what
 * could be observed, in the form in which upstream Flagger's behaviour was recorded:
 *
 * <pre>{@code
 * {"name":"…","steps":[{"reached":true,"ticks":9,"path":[…],"primaryRevision":2,"hooks":[…],"alerts":[…]}]}
 * }</pre>
 *
 * <p>Deterministic: the same scenario gives the same line. Thread-safe.
 */
public final class ScenarioPlayer {
    static final int MOST_TICKS = 40;

    /** A player; it keeps nothing between two scenarios. */
    public ScenarioPlayer() {}

    /**
     * Plays a scenario.
     *
     * @return one line of JSON, without a line break; with {@code error} instead of {@code steps} if a manifest is refused
     */
    public String play(Scenario scenario) {
        ObjectNode trace = JsonNodeFactory.instance.objectNode();
        trace.put("name", scenario.name());
        try {
            Bundle bundle = Manifests.lenient().read(scenario.manifests(), scenario.name() + ".json");
            ScenarioGame game = new ScenarioGame(scenario, bundle);
            ArrayNode steps = JsonNodeFactory.instance.arrayNode();
            scenario.steps().forEach(step -> steps.add(game.play(step)));
            trace.set("steps", steps);
        } catch (InvalidManifest | InvalidResource refused) {
            trace.put("error", refused.getMessage());
        }
        return trace.toString();
    }
}
