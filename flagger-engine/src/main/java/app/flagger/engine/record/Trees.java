package app.flagger.engine.record;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Small parts of trees. */
final class Trees {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Trees() {}

    /** A text that is JSON itself. */
    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException torn) {
            throw new IllegalArgumentException("not JSON: " + torn.getOriginalMessage(), torn);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode texts(Iterable<?> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(String.valueOf(value)));
        return array;
    }

    static String text(JsonNode parent, String name) {
        JsonNode node = parent.path(name);
        if (!node.isTextual()) {
            throw new IllegalArgumentException("the record has no text " + name);
        }
        return node.textValue();
    }

    /** An item of a list that is a text. */
    static String text(JsonNode item) {
        if (!item.isTextual()) {
            throw new IllegalArgumentException("the record has " + item + " in place of a text");
        }
        return item.textValue();
    }

    static Instant time(JsonNode parent, String name) {
        return parsed(name, text(parent, name), Instant::parse);
    }

    static Duration span(JsonNode parent, String name) {
        return parsed(name, text(parent, name), Duration::parse);
    }

    private static <T> T parsed(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("the record has " + text + " as " + name, wrong);
        }
    }

    static Optional<String> maybe(JsonNode parent, String name) {
        return Optional.ofNullable(parent.path(name).textValue());
    }

    static <T> List<T> list(JsonNode parent, String name, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>();
        parent.path(name).forEach(node -> all.add(read.apply(node)));
        return all;
    }

    static ObjectNode command(Command command) {
        return object().put("kind", command.kind().name())
                .put("id", command.id())
                .put("who", command.who())
                .put("why", command.why());
    }

    static Command command(JsonNode node) {
        return new Command(
                Command.Kind.valueOf(text(node, "kind")), text(node, "id"), text(node, "who"), text(node, "why"));
    }

    static ObjectNode reason(Reason reason) {
        ObjectNode node = object().put("rule", reason.rule());
        ObjectNode facts = node.putObject("facts");
        reason.facts().forEach(facts::put);
        return node;
    }
}
