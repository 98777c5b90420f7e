package app.flagger.testkit;

import app.flagger.api.Revision;
import app.flagger.api.Severity;
import app.flagger.api.plug.Alert;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Webhook;
import app.flagger.engine.Flagger;
import app.flagger.engine.Rollout;
import app.flagger.engine.config.Bundle;
import app.flagger.engine.config.InvalidManifest;
import app.flagger.engine.runtime.Engine;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Mode;
import app.flagger.testkit.world.RecordedAlerts;
import app.flagger.testkit.world.RecordedHooks;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.SettableMetrics;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.SimulatedStore;
import app.flagger.testkit.world.SimulatedWorkload;
import app.flagger.testkit.world.VirtualClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One scenario, while it is played. */
final class ScenarioGame {
    private static final String NO_REVISION = "0";
    /** What a hook answers that a scenario never sets, whatever its type. */
    private static final int YES = 200;

    private final VirtualClock clock = new VirtualClock();
    private final SimulatedWorkload workload = new SimulatedWorkload(clock, new Revision("1"));
    private final SettableMetrics metrics = new SettableMetrics();
    private final RecordedHooks hooks = new RecordedHooks();
    private final RecordedAlerts alerts = new RecordedAlerts();
    private final SimulatedMesh mesh;
    private final Engine engine;
    private final Rollout rollout;
    private Canary canary;
    private Observation last = new Observation("(none)", Optional.empty(), false);

    ScenarioGame(Scenario scenario, Bundle bundle) throws InvalidManifest {
        canary = namedByUrl(bundle.canary());
        mesh = new SimulatedMesh(Mesh.ofProvider(scenario.provider()), clock, 1);
        mesh.connect(canary, workload);
        Plugs plugs = new Plugs(
                mesh.router(), workload, metrics, alerts, hooks, new SimulatedStore(), new Succession().next(), clock);
        Consumer<Flagger.Builder> resources = builder -> builder.resources(bundle.resources());
        engine = Engines.build(canary, List.of(resources), plugs, record -> {}, true, Engines.seams(1));
        engine.start();
        rollout = engine.manage(canary);
        canary.spec().analysis().webhooks().forEach(hook -> hooks.status(hook.name(), YES));
    }

    /** Scenarios call a hook by the last part of its URL, as the receiver sees it. */
    private static Canary namedByUrl(Canary canary) {
        Analysis analysis = canary.spec().analysis();
        List<Webhook> renamed = analysis.webhooks().stream()
                .map(hook -> hook.toBuilder()
                        .name(hook.url().substring(hook.url().lastIndexOf('/') + 1))
                        .build())
                .toList();
        return canary.toBuilder()
                .spec(canary.spec().toBuilder()
                        .analysis(analysis.toBuilder().webhooks(renamed).build())
                        .build())
                .build();
    }

    /** What can be seen after a tick. */
    private record Observation(String phase, Optional<Split> route, boolean canaryUp) {
        boolean agrees(Scenario.Goal goal) {
            return goal.phase().map(phase::equals).orElse(true)
                    && (goal.canary().isEmpty()
                            || route.map(Split::canaryPercent)
                                    .filter(weight -> weight == goal.canary().getAsInt())
                                    .isPresent())
                    && goal.mirror().map(wanted -> wanted == mirrors()).orElse(true);
        }

        boolean mirrors() {
            return route.map(split -> split.mirrorPercent() > 0).orElse(false);
        }

        ObjectNode json() {
            ObjectNode point = JsonNodeFactory.instance.objectNode();
            point.put("phase", phase);
            route.ifPresent(split -> point.put("primary", split.primaryPercent())
                    .put("canary", split.canaryPercent())
                    .put("mirror", mirrors()));
            return point.put("canaryUp", canaryUp);
        }
    }

    ObjectNode play(Scenario.Step step) {
        step.set().forEach(this::set);
        int hooksBefore = hooks.calls().size();
        int alertsBefore = alerts.received().size();
        ArrayNode path = JsonNodeFactory.instance.arrayNode();
        int ticks = 0;
        boolean reached = step.until().isEmpty();
        int most = reached ? step.ticks() : ScenarioPlayer.MOST_TICKS;
        while (ticks < most) {
            Observation seen = tick();
            ticks++;
            if (!seen.equals(last)) {
                path.add(seen.json());
                last = seen;
            }
            if (step.until().isPresent() && seen.agrees(step.until().get())) {
                reached = true;
                break;
            }
        }
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("reached", reached).put("ticks", ticks);
        out.set("path", path);
        out.put("primaryRevision", Integer.parseInt(primary()));
        out.set("hooks", hooks(hooksBefore));
        out.set("alerts", alerts(alertsBefore));
        return out;
    }

    private Observation tick() {
        clock.advance(canary.spec().analysis().effectiveInterval());
        CompletableFuture<?> done = rollout.tick().toCompletableFuture();
        while (!done.isDone()) {
            if (!clock.runNext()) {
                throw new IllegalStateException(canary.key() + ": a tick does not end, and nothing is to come");
            }
        }
        done.join();
        boolean shifts = mesh.kind().traits().shiftsTraffic();
        return new Observation(
                rollout.snapshot().phase().wireName(),
                shifts ? mesh.written(canary.key()) : Optional.empty(),
                workload.running(Role.CANARY).isPresent());
    }

    private void set(String what, JsonNode value) {
        switch (what) {
            case "revision" -> workload.push(new Revision(value.asText()));
            case "primary" -> workload.mode(Role.PRIMARY, mode(what, value));
            case "canary" -> workload.mode(Role.CANARY, mode(what, value));
            case "metrics" -> Scenario.fields(value).forEach(this::metric);
            case "hooks" -> Scenario.fields(value).forEach((name, status) -> hooks.status(name, status.asInt()));
            case "suspend" ->
                edit(canary.spec().toBuilder().suspend(value.asBoolean()).build());
            case "skipAnalysis" ->
                edit(canary.spec().toBuilder().skipAnalysis(value.asBoolean()).build());
            default -> throw new IllegalArgumentException("scenario: set." + what + ": is not known");
        }
    }

    private void edit(app.flagger.api.spec.CanarySpec spec) {
        canary = canary.toBuilder().spec(spec).build();
        engine.manage(canary);
    }

    private static Mode mode(String what, JsonNode value) {
        List<String> modes = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            String name = mode.name().toLowerCase(Locale.ROOT);
            if (name.equals(value.asText())) {
                return mode;
            }
            modes.add(name);
        }
        throw new IllegalArgumentException(
                "scenario: set." + what + ": " + value + ": must be one of " + String.join(", ", modes));
    }

    private void metric(String name, JsonNode value) {
        if (value.isNumber()) {
            metrics.set(name, value.asDouble());
            return;
        }
        switch (value.asText()) {
            case "no-values" -> metrics.missing(name, Why.NO_DATA);
            case "NaN" -> metrics.set(name, Double.NaN);
            case "error" -> metrics.failing(name);
            default ->
                throw new IllegalArgumentException("scenario: metrics." + name + ": " + value
                        + ": must be a number, \"no-values\", \"NaN\" or \"error\"");
        }
    }

    private String primary() {
        return workload.running(Role.PRIMARY).map(Revision::id).orElse(NO_REVISION);
    }

    private ArrayNode hooks(int from) {
        Set<Map.Entry<String, String>> pairs = new LinkedHashSet<>();
        for (HookRequest call : hooks.calls().subList(from, hooks.calls().size())) {
            pairs.add(Map.entry(call.name(), call.phase()));
        }
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        pairs.forEach(pair -> out.addObject().put("name", pair.getKey()).put("phase", pair.getValue()));
        return out;
    }

    private ArrayNode alerts(int from) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        for (Alert alert : alerts.received().subList(from, alerts.received().size())) {
            Severity severity = alert.severity();
            out.add(severity.name().toLowerCase(Locale.ROOT));
        }
        return out;
    }
}
