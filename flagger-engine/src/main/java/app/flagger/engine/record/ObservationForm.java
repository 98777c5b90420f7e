package app.flagger.engine.record;

import app.flagger.api.Revision;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.engine.decision.Observation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What was observed, as a tree and back. */
final class ObservationForm {
    private ObservationForm() {}

    static ObjectNode write(Observation observation) {
        ObjectNode node = Trees.object();
        node.set("workload", workload(observation.workload()));
        observation.route().ifPresent(route -> node.set("route", route(route)));
        ObjectNode router = node.putObject("router");
        router.set("abilities", Trees.texts(observation.router().abilities()));
        router.put("weightStep", observation.router().weightStep());
        router.put("settles", observation.router().settles().toString());
        node.set("workloadAbilities", Trees.texts(observation.workloadTraits().abilities()));
        return node;
    }

    static Observation read(JsonNode node) {
        JsonNode router = node.path("router");
        List<Ability> abilities = Trees.list(router, "abilities", each -> Ability.valueOf(Trees.text(each)));
        WorkloadAbility[] can = Trees.list(node, "workloadAbilities", each -> WorkloadAbility.valueOf(Trees.text(each)))
                .toArray(WorkloadAbility[]::new);
        Optional<RouteState> route = node.has("route") ? Optional.of(route(node.path("route"))) : Optional.empty();
        return new Observation(
                workload(node.path("workload")),
                route,
                RouterTraits.of(abilities, router.path("weightStep").asInt(), Trees.span(router, "settles")),
                WorkloadTraits.of(can));
    }

    private static ObjectNode workload(WorkloadState state) {
        ObjectNode node = Trees.object().put("target", state.target().id());
        state.canary().ifPresent(revision -> node.put("canary", revision.id()));
        state.primary().ifPresent(revision -> node.put("primary", revision.id()));
        node.set("canaryReplicas", replicas(state.canaryReplicas()));
        node.set("primaryReplicas", replicas(state.primaryReplicas()));
        return node.put("held", state.held());
    }

    private static WorkloadState workload(JsonNode node) {
        return new WorkloadState(
                new Revision(Trees.text(node, "target")),
                Trees.maybe(node, "canary").map(Revision::new),
                Trees.maybe(node, "primary").map(Revision::new),
                replicas(node.path("canaryReplicas")),
                replicas(node.path("primaryReplicas")),
                node.path("held").asBoolean());
    }

    private static ObjectNode replicas(Replicas replicas) {
        return Trees.object()
                .put("wanted", replicas.wanted())
                .put("updated", replicas.updated())
                .put("available", replicas.available())
                .put("settled", replicas.settled())
                .put("stuck", replicas.stuck())
                .put("detail", replicas.detail());
    }

    private static Replicas replicas(JsonNode node) {
        return new Replicas(
                node.path("wanted").asInt(),
                node.path("updated").asInt(),
                node.path("available").asInt(),
                node.path("settled").asBoolean(),
                node.path("stuck").asBoolean(),
                Trees.text(node, "detail"));
    }

    private static ObjectNode route(RouteState route) {
        ObjectNode node = Trees.object();
        node.set("live", DecisionForm.split(route.live()));
        node.put("data", route.data().name());
        route.version().ifPresent(version -> node.put("version", version));
        route.writtenBy().ifPresent(writer -> node.put("writtenBy", writer));
        return node;
    }

    private static RouteState route(JsonNode node) {
        JsonNode live = node.path("live");
        Split split = new Split(
                live.path("canaryPercent").asInt(),
                live.path("mirrorPercent").asInt(),
                live.path("matchedOnly").asBoolean(),
                Trees.maybe(live, "stickyCookie"));
        return new RouteState(
                split,
                RouteState.Propagation.valueOf(Trees.text(node, "data")),
                Trees.maybe(node, "version"),
                Trees.maybe(node, "writtenBy"));
    }
}
