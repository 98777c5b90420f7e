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
 * What a written status wants told, and where its run stands, without reading the rest of it: for whoever sees every status, and
 * each message and check in many of them.
 *
 * @param outbox the messages, in order
 * @param dropped how many messages there was no room for so far
 * @param lastCheck the last check
 * @param run the current or last run
 * @param step the number of the intent
 */
public record SkimmedStatus(
        List<Message> outbox, long dropped, Optional<LastCheck> lastCheck, Optional<LastRun> run, long step) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /**
     * The last check, as it is written.
     *
     * @param at when it was
     * @param verdict as {@code PASS}
     */
    public record LastCheck(String at, String verdict) {}

    /**
     * The run, as it is written.
     *
     * @param id its id
     * @param revision what it is of
     */
    public record LastRun(String id, String revision) {}

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
        Optional<LastCheck> lastCheck = Optional.empty();
        Optional<LastRun> run = Optional.empty();
        long step = 0;
        long dropped = 0;
        try (JsonParser parser = FACTORY.createParser(status)) {
            parser.nextToken();
            requireObject(parser, "status");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "outbox" -> messages(parser, outbox);
                    case "outboxDropped" -> dropped = parser.getValueAsLong();
                    case "canaryAnalysis" -> lastCheck = lastCheck(parser);
                    case "run" -> run = run(parser);
                    case "step" -> step = parser.getValueAsLong();
                    default -> parser.skipChildren();
                }
            }
        } catch (JsonProcessingException broken) {
            throw new InvalidResource("status", new Problem("", "", "is not JSON: " + broken.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory does not fail", e);
        }
        return new SkimmedStatus(outbox, dropped, lastCheck, run, step);
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

    private static Optional<LastCheck> lastCheck(JsonParser parser) throws IOException {
        LastCheck last = null;
        boolean isList = isList(parser, "canaryAnalysis");
        while (isList && parser.nextToken() != JsonToken.END_ARRAY) {
            requireObject(parser, "canaryAnalysis");
            String at = null;
            String verdict = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "at" -> at = parser.getText();
                    case "verdict" -> verdict = parser.getText();
                    default -> parser.skipChildren();
                }
            }
            last = new LastCheck(required("canaryAnalysis.at", at), required("canaryAnalysis.verdict", verdict));
        }
        return Optional.ofNullable(last);
    }

    private static Optional<LastRun> run(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        requireObject(parser, "run");
        String id = null;
        String revision = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getText();
                case "revision" -> revision = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return Optional.of(new LastRun(required("run.id", id), required("run.revision", revision)));
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
