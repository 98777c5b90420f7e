package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problem;
import app.flagger.api.status.Check;
import app.flagger.api.status.OutboxEntry;
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
 * What a written status wants told and which check it tells of last, without reading the rest of it: for whoever sees every
 * status, and each message in many of them.
 *
 * @param outbox the messages, in order
 * @param lastCheck the text of the last check
 */
public record SkimmedStatus(List<Message> outbox, Optional<String> lastCheck) {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Codec<OutboxEntry> MESSAGE = StatusParts.outboxEntry();
    private static final Codec<Check> CHECK = StatusParts.check();

    /**
     * A message as it stands in a text.
     *
     * @param id its id
     * @param json all of it
     */
    public record Message(String id, String json) {
        /** @throws InvalidResource if it is none */
        public OutboxEntry read() {
            return Reading.orThrow("outbox", JsonReader.one("outbox", json), MESSAGE);
        }
    }

    /**
     * Skims the text of a status.
     *
     * @throws InvalidResource if the text is not JSON, or a message has no id
     */
    public static SkimmedStatus of(String status) {
        List<Message> outbox = new ArrayList<>();
        Optional<String> lastCheck = Optional.empty();
        try (JsonParser parser = FACTORY.createParser(status)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "outbox" -> messages(parser, status, outbox);
                    case "canaryAnalysis" -> lastCheck = lastOf(parser, status);
                    default -> parser.skipChildren();
                }
            }
        } catch (JsonProcessingException broken) {
            throw new InvalidResource("status", new Problem("", "", "is not JSON: " + broken.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory does not fail", e);
        }
        return new SkimmedStatus(outbox, lastCheck);
    }

    /**
     * Reads the text of a check.
     *
     * @throws InvalidResource if it is none
     */
    public static Check check(String json) {
        return Reading.orThrow("check", JsonReader.one("check", json), CHECK);
    }

    private static void messages(JsonParser parser, String status, List<Message> found) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            int begin = begin(parser);
            String id = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isId = parser.currentName().equals("id");
                parser.nextToken();
                id = isId ? parser.getText() : id;
                parser.skipChildren();
            }
            found.add(new Message(required(id), status.substring(begin, end(parser))));
        }
    }

    private static Optional<String> lastOf(JsonParser parser, String status) throws IOException {
        int begin = 0;
        int end = 0;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            begin = begin(parser);
            parser.skipChildren();
            end = end(parser);
        }
        return end == 0 ? Optional.empty() : Optional.of(status.substring(begin, end));
    }

    private static int begin(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private static int end(JsonParser parser) {
        return (int) parser.currentLocation().getCharOffset();
    }

    private static String required(@Nullable String id) {
        if (id == null) {
            throw new InvalidResource("status", new Problem("outbox.id", "", "must be given"));
        }
        return id;
    }
}
