package app.flagger.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a {@link ScenarioPlayer} plays: manifests, and steps that change the world and then tick. The JSON form:
 *
 * <pre>
 * name, provider           the provider as in the manifest
 * canary, metricTemplates  manifests
 * steps                    played in order; each:
 *   set                    what changes before the first tick: revision; primary, canary (ready, starting, degraded, stuck);
 *                          metrics (name: number, "no-values", "NaN", "error"); hooks (last part of the URL: HTTP status);
 *                          suspend, skipAnalysis
 *   until                  phase, canary (weight) or mirror: tick until an observation agrees, at most 40 times
 *   ticks                  or: tick exactly so often
 * </pre>
 *
 * <p>Immutable.
 */
public final class Scenario {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final String provider;
    private final String manifests;
    private final List<Step> steps;

    private Scenario(String name, String provider, String manifests, List<Step> steps) {
        this.name = name;
        this.provider = provider;
        this.manifests = manifests;
        this.steps = steps;
    }

    /**
     * Reads the JSON form. The manifests in it are read when it is played.
     *
     * @throws IllegalArgumentException if the text is not JSON, or a part is missing or of the wrong kind
     */
    public static Scenario parse(String json) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("scenario: not JSON: " + malformed.getOriginalMessage(), malformed);
        }
        ObjectNode list = JSON.createObjectNode();
        list.put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        items.add(required(tree, "canary"));
        tree.path("metricTemplates").forEach(items::add);
        List<Step> steps = new ArrayList<>();
        required(tree, "steps").forEach(step -> steps.add(Step.read(step)));
        return new Scenario(
                required(tree, "name").asText(),
                tree.path("provider").asText("istio"),
                list.toString(),
                List.copyOf(steps));
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The provider, as in the manifest. */
    public String provider() {
        return provider;
    }

    String manifests() {
        return manifests;
    }

    List<Step> steps() {
        return steps;
    }

    private static JsonNode required(JsonNode tree, String field) {
        JsonNode found = tree.path(field);
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("scenario: " + field + ": must be given");
        }
        return found;
    }

    /**
     * One step.
     *
     * @param set what changes before the first tick
     * @param until tick until this is observed; nothing means {@code ticks}
     * @param ticks how often to tick otherwise
     */
    record Step(Map<String, JsonNode> set, Optional<Goal> until, int ticks) {
        static Step read(JsonNode step) {
            Optional<Goal> until =
                    step.hasNonNull("until") ? Optional.of(Goal.read(step.get("until"))) : Optional.empty();
            return new Step(fields(step.path("set")), until, step.path("ticks").asInt(0));
        }
    }

    /** What is ticked for; what is not given is not compared. */
    record Goal(Optional<String> phase, OptionalInt canary, Optional<Boolean> mirror) {
        static Goal read(JsonNode until) {
            return new Goal(
                    until.hasNonNull("phase") ? Optional.of(until.get("phase").asText()) : Optional.empty(),
                    until.hasNonNull("canary")
                            ? OptionalInt.of(until.get("canary").asInt())
                            : OptionalInt.empty(),
                    until.hasNonNull("mirror") ? Optional.of(until.get("mirror").asBoolean()) : Optional.empty());
        }
    }

    static Map<String, JsonNode> fields(JsonNode node) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String field = names.next();
            fields.put(field, node.get(field));
        }
        return fields;
    }
}
