package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.status.CanaryStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What follows from a {@link Situation}. Read it by {@link #kind()}: more kinds may come. Immutable; only the engine makes it.
 */
@Value.Immutable
@MadeInOneCall
public abstract class Decision {
    Decision() {}

    /** What kind of decision it is. */
    public enum Kind {
        /** Something must be known first: {@link Decision#questions()}. */
        ASK,
        /** Save {@link Decision#next()} if there is one, then do {@link Decision#actions()} in order, then look again. */
        ACT,
        /** Nothing to do until {@link Decision#dueIn()} has passed or something changes. */
        WAIT
    }

    /** What kind of decision it is. */
    public abstract Kind kind();

    /** Name of the row of {@link Transitions} that was taken, as {@code check-passed}. */
    public abstract String rule();

    /** What to ask. */
    public abstract List<Question> questions();

    /** How to ask it. */
    public abstract Question.Order order();

    /** What to save before anything is done. What is to be told is in its outbox. */
    public abstract Optional<CanaryStatus> next();

    /** What to do after saving, in order; after one that fails the rest is not done. */
    public abstract List<Action> actions();

    /** Why, as data. */
    public abstract List<Reason> reasons();

    /** Whether carrying it out uses up this tick's one advance; from then on {@link Situation#advanced()} is true. */
    public abstract boolean advances();

    /** When to look again at the latest. */
    public abstract Optional<Duration> dueIn();

    /**
     * Whether the clock was not read: then the same situation leads to the same decision at any other time. No part of what was
     * decided, so that it counts for nothing in {@code equals}.
     */
    @Value.Auxiliary
    public abstract boolean timeless();

    static Decision wait(String rule, Reason reason, Duration dueIn, boolean timeless) {
        return ImmutableDecision.of(
                Kind.WAIT,
                rule,
                List.of(),
                Question.Order.TOGETHER,
                Optional.empty(),
                List.of(),
                List.of(reason),
                false,
                Optional.of(dueIn),
                timeless);
    }

    static Decision ask(String rule, List<Question> questions, Question.Order order, List<Reason> reasons) {
        return ImmutableDecision.of(
                Kind.ASK, rule, questions, order, Optional.empty(), List.of(), reasons, false, Optional.empty(), false);
    }

    static Decision act(
            String rule, Optional<CanaryStatus> next, List<Action> actions, List<Reason> reasons, boolean advances) {
        return ImmutableDecision.of(
                Kind.ACT,
                rule,
                List.of(),
                Question.Order.TOGETHER,
                next,
                actions,
                reasons,
                advances,
                Optional.empty(),
                false);
    }
}
