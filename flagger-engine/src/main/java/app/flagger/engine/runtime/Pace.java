package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import java.time.Duration;

/** When to tick next at the latest: as decided, and after failures after a while that doubles. Confined to the mailbox. */
final class Pace {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private int failures;

    /** A tick has ended so. */
    void ended(TickEnd.How how) {
        failures = how == TickEnd.How.FAILED || how == TickEnd.How.DISCARDED ? failures + 1 : 0;
    }

    /** Never negative. */
    Duration due(TickEnd end, Duration interval) {
        Duration due = switch (end.how()) {
            case WAITED -> end.dueIn().orElse(interval);
            case STANDBY, CLOSED, GONE -> interval;
            case DISCARDED -> failures == 1 ? Duration.ZERO : backOff(interval);
            case FAILED -> failed(end.failure().orElseThrow(), interval);
        };
        return Durations.notNegative(due);
    }

    private Duration failed(PlugFailure failure, Duration interval) {
        Duration asked = failure.after().orElse(Duration.ZERO);
        boolean conflict = failure.kind() == PlugException.Kind.CONFLICT;
        return Durations.longer(asked, conflict && failures == 1 ? FIRST_WAIT : backOff(interval));
    }

    private Duration backOff(Duration most) {
        return Durations.doubled(FIRST_WAIT, Math.max(0, failures - 1), most);
    }
}
