package app.flagger.engine.record;

import app.flagger.api.plug.Split;
import app.flagger.engine.codec.StatusJson;
import app.flagger.engine.decision.Action;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.Question;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A decision as a tree; written only, because a replay makes it anew. Hooks and metrics are named, not repeated. */
final class DecisionForm {
    private DecisionForm() {}

    static ObjectNode write(Decision decision) {
        ObjectNode node = Trees.object().put("kind", decision.kind().name()).put("rule", decision.rule());
        if (!decision.questions().isEmpty()) {
            node.put("order", decision.order().name());
            ArrayNode questions = node.putArray("questions");
            decision.questions().forEach(question -> questions.add(question(question)));
        }
        decision.next().ifPresent(next -> node.set("next", Trees.parse(StatusJson.write(next))));
        ArrayNode actions = node.putArray("actions");
        decision.actions().forEach(action -> actions.add(action(action)));
        ArrayNode reasons = node.putArray("reasons");
        decision.reasons().forEach(reason -> reasons.add(Trees.reason(reason)));
        node.put("advances", decision.advances());
        decision.dueIn().ifPresent(dueIn -> node.put("dueIn", dueIn.toString()));
        return node;
    }

    private static ObjectNode question(Question question) {
        ObjectNode node = Trees.object().put("id", question.id());
        question.hook().ifPresent(hook -> node.put("hook", hook.name()));
        question.metric().ifPresent(metric -> node.put("metric", metric.name()));
        node.put("phase", question.phase()).put("shape", question.shape().name());
        ObjectNode metadata = node.putObject("metadata");
        LeftOut.values(question.metadata()).forEach(metadata::put);
        return node;
    }

    private static ObjectNode action(Action action) {
        ObjectNode node = Trees.object().put("kind", action.kind().name()).put("operation", action.operation());
        action.revision().ifPresent(revision -> node.put("revision", revision.id()));
        action.split().ifPresent(split -> node.set("split", split(split)));
        node.put("on", action.on());
        node.set("keep", Trees.texts(action.keep()));
        return node;
    }

    static ObjectNode split(Split split) {
        ObjectNode node = Trees.object()
                .put("canaryPercent", split.canaryPercent())
                .put("mirrorPercent", split.mirrorPercent())
                .put("matchedOnly", split.matchedOnly());
        split.stickyCookie().ifPresent(cookie -> node.put("stickyCookie", cookie));
        return node;
    }
}
