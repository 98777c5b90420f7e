package app.flagger.engine.decision;

import app.flagger.api.Reason;
import java.time.Duration;
import java.util.Optional;

/** Decisions to wait. */
final class Wait {
    private Wait() {}

    /** Waits until something changes, at most one interval, and less where nobody tells that the data plane has followed. */
    static Optional<Decision> forChange(Facts facts, Reason reason) {
        return until(facts, facts.timing().untilNextLook(), reason);
    }

    /** Waits until what happens once an interval is due. */
    static Optional<Decision> untilDue(Facts facts, Reason reason) {
        return rest(facts, facts.timing().untilDue(), reason);
    }

    /** Waits until the next check is due. */
    static Optional<Decision> untilCheck(Facts facts, Reason reason) {
        return rest(facts, facts.timing().untilCheck(), reason);
    }

    private static Optional<Decision> rest(Facts facts, Duration rest, Reason reason) {
        return until(facts, rest.isZero() ? facts.analysis().effectiveInterval() : rest, reason);
    }

    static Optional<Decision> until(Facts facts, Duration dueIn, Reason reason) {
        return Optional.of(Decision.wait(reason.rule(), reason, dueIn, !facts.clockWasRead()));
    }
}
