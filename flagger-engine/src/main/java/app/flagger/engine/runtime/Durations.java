package app.flagger.engine.runtime;

import java.time.Duration;

/** Durations as Prometheus and Go write them, and the usual arithmetic of waiting. */
final class Durations {
    private Durations() {}

    /** In the greatest unit that leaves no fraction: {@code 1m}, {@code 90s}, {@code 1500ms}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }

    /** {@code first} doubled with each repetition, at most {@code most}. */
    static Duration doubled(Duration first, int repetitions, Duration most) {
        Duration wait = first;
        for (int i = 0; i < repetitions && wait.compareTo(most) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return shorter(wait, most);
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** The duration, or nothing at all if it is negative. */
    static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
