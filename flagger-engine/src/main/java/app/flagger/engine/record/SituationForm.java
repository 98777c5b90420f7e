package app.flagger.engine.record;

import app.flagger.api.status.Phase;
import app.flagger.engine.codec.CanaryJson;
import app.flagger.engine.codec.StatusJson;
import app.flagger.engine.decision.Answer;
import app.flagger.engine.decision.Situation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A situation as a tree and back, without what may be a secret. */
final class SituationForm {
    private SituationForm() {}

    static ObjectNode write(Situation situation) {
        ObjectNode node = Trees.object();
        node.set("canary", Trees.parse(CanaryJson.write(LeftOut.of(situation.canary()))));
        node.set("status", Trees.parse(StatusJson.write(situation.status())));
        node.set("observation", ObservationForm.write(situation.observation()));
        ObjectNode answers = node.putObject("answers");
        situation.answers().forEach((id, answer) -> answers.set(id, AnswerForm.write(answer)));
        ArrayNode commands = node.putArray("commands");
        situation.commands().forEach(command -> commands.add(Trees.command(command)));
        node.put("now", situation.now().toString());
        situation.sinceCheck().ifPresent(span -> node.put("sinceCheck", span.toString()));
        situation.sinceHere().ifPresent(span -> node.put("sinceHere", span.toString()));
        node.put("startPhase", situation.startPhase().wireName());
        node.put("advanced", situation.advanced());
        node.set("carriedOut", Trees.texts(situation.carriedOut()));
        if (!situation.failed().isEmpty()) {
            node.set("failed", Trees.texts(situation.failed()));
        }
        if (situation.routeInDoubt()) {
            node.put("routeInDoubt", true);
        }
        if (situation.canaryInDoubt()) {
            node.put("canaryInDoubt", true);
        }
        node.put("mayAsk", situation.mayAsk());
        node.put("newRunId", situation.newRunId());
        node.put("newCookie", situation.newCookie());
        situation.halted().ifPresent(why -> node.put("halted", why));
        node.put("giveBack", situation.giveBack());
        return node;
    }

    static Situation read(JsonNode node) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        node.path("answers").properties().forEach(each -> answers.put(each.getKey(), AnswerForm.read(each.getValue())));
        String phase = Trees.text(node, "startPhase");
        return Situation.builder()
                .canary(CanaryJson.read(node.path("canary").toString()))
                .status(StatusJson.read(node.path("status").toString()))
                .observation(ObservationForm.read(node.path("observation")))
                .answers(answers)
                .commands(Trees.list(node, "commands", Trees::command))
                .now(Trees.time(node, "now"))
                .sinceCheck(maybeSpan(node, "sinceCheck"))
                .sinceHere(maybeSpan(node, "sinceHere"))
                .startPhase(Phase.of(phase).orElseThrow(() -> new IllegalArgumentException("no phase " + phase)))
                .advanced(node.path("advanced").asBoolean())
                .carriedOut(Trees.list(node, "carriedOut", Trees::text))
                .failed(Trees.list(node, "failed", Trees::text))
                .routeInDoubt(node.path("routeInDoubt").asBoolean())
                .canaryInDoubt(node.path("canaryInDoubt").asBoolean())
                .mayAsk(node.path("mayAsk").asBoolean())
                .newRunId(Trees.text(node, "newRunId"))
                .newCookie(Trees.text(node, "newCookie"))
                .halted(Trees.maybe(node, "halted"))
                .giveBack(node.path("giveBack").asBoolean())
                .build();
    }

    private static Optional<Duration> maybeSpan(JsonNode node, String name) {
        return node.has(name) ? Optional.of(Trees.span(node, name)) : Optional.empty();
    }
}
