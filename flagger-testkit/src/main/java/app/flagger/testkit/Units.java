package app.flagger.testkit;

import app.flagger.testkit.world.Share;
import java.time.Duration;

/** Words for numbers, to be imported statically. */
public final class Units {
    private Units() {}

    /** A share, 0–100. */
    public static Share percent(double percent) {
        return new Share(percent);
    }

    /** A span of seconds. */
    public static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** A span of minutes. */
    public static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    /** A span of hours. */
    public static Duration hours(long hours) {
        return Duration.ofHours(hours);
    }
}
