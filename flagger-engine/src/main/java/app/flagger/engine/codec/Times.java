package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problem;
import app.flagger.engine.codec.Codecs.Found;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Durations and points in time as they are read and written. */
final class Times {
    private Times() {}

    static Optional<Duration> readDuration(Found found) {
        Optional<Duration> duration =
                found.scalar(Scalar.Kind.TEXT).map(Scalar::text).flatMap(GoDuration::parse);
        if (duration.isEmpty()) {
            boolean bare = found.scalar(Scalar.Kind.WHOLE).isPresent();
            found.wrong("must be a duration with its unit, as "
                    + (bare ? found.node().excerpt() + "s" : "30s or 1m30s"));
        }
        return duration;
    }

    static Scalar writeDuration(Duration duration) {
        return Scalar.text(GoDuration.format(duration)
                .orElseThrow(() -> new InvalidResource(
                        "duration", new Problem("duration", duration.toString(), "must be at most 292 years"))));
    }

    static Optional<Duration> readSeconds(Found found) {
        if (found.scalar(Scalar.Kind.WHOLE).isEmpty()) {
            found.wrong("must be a whole number of seconds" + found.unquoted(Scalar.Kind.WHOLE) + found.rounded());
            return Optional.empty();
        }
        return Codecs.readWhole(found).map(Duration::ofSeconds);
    }

    static Scalar writeSeconds(Duration duration) {
        long seconds = duration.getSeconds();
        if (duration.getNano() != 0 || seconds != (int) seconds) {
            String range = "must be a whole number of seconds of at most " + Integer.MAX_VALUE;
            throw new InvalidResource("duration", new Problem("duration", duration.toString(), range));
        }
        return Scalar.whole(seconds);
    }

    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // the message for the reader says what a time looks like
        }
    }
}
