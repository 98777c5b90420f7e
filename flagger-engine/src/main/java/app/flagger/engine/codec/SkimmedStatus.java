package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problem;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a written status wants told and when its last check was, without reading the rest of it: for whoever sees every status, and
 * each message in many of them.
 *
 * @param outbox the messages, in order
 * @param lastCheckAt when the last check was, as it is written
 */
public record SkimmedStatus(List<Message> outbox, Optional<String> lastCheckAt) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /**
     * A message, as far as it is needed in order to find it again.
     *
     * @param kind as {@code EVENT}
     * @param at when it happened, as it is written
     */
    public record Message(String id, String kind, String code, String at) {}

    /**
     * Skims the text of a status.
     *
     * @throws InvalidResource if the text is no JSON object, or a message or check is none or lacks what is looked for
     */
    public static SkimmedStatus of(String status) {
        List<Message> outbox = new ArrayList<>();
        Optional<String> lastCheckAt = Optional.empty();
        try (JsonParser parser = FACTORY.createParser(status)) {
            parser.nextToken();
            requireObject(parser, "status");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "outbox" -> messages(parser, outbox);
                    case "canaryAnalysis" -> lastCheckAt = lastCheckAt(parser);
                    default -> parser.skipChildren();
                }
            }
        } catch (JsonProcessingException broken) {
            throw new InvalidResource("status", new Problem("", "", "is not JSON: " + broken.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory does not fail", e);
        }
        return new SkimmedStatus(outbox, lastCheckAt);
    }

    private static void messages(JsonParser parser, List<Message> found) throws IOException {
        boolean isList = isList(parser, "outbox");
        while (isList && parser.nextToken() != JsonToken.END_ARRAY) {
            requireObject(parser, "outbox");
            String id = null;
            String kind = null;
            String code = null;
            String at = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "id" -> id = parser.getText();
                    case "kind" -> kind = parser.getText();
                    case "code" -> code = parser.getText();
                    case "at" -> at = parser.getText();
                    default -> parser.skipChildren();
                }
            }
            found.add(new Message(
                    required("outbox.id", id),
                    required("outbox.kind", kind),
                    required("outbox.code", code),
                    required("outbox.at", at)));
        }
    }

    private static Optional<String> lastCheckAt(JsonParser parser) throws IOException {
        String last = null;
        boolean any = false;
        boolean isList = isList(parser, "canaryAnalysis");
        while (isList && parser.nextToken() != JsonToken.END_ARRAY) {
            requireObject(parser, "canaryAnalysis");
            any = true;
            last = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isTime = parser.currentName().equals("at");
                parser.nextToken();
                last = isTime ? parser.getText() : last;
                parser.skipChildren();
            }
        }
        return any ? Optional.of(required("canaryAnalysis.at", last)) : Optional.empty();
    }

    /** Whether there is a list to read. Null stands for "not given". */
    private static boolean isList(JsonParser parser, String path) {
        boolean list = parser.currentToken() == JsonToken.START_ARRAY;
        if (!list && parser.currentToken() != JsonToken.VALUE_NULL) {
            throw new InvalidResource("status", new Problem(path, "", "must be a list"));
        }
        return list;
    }

    private static void requireObject(JsonParser parser, String path) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidResource("status", new Problem(path, "", "must be a map"));
        }
    }

    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw new InvalidResource("status", new Problem(field, "", "must be given"));
        }
        return value;
    }
}
