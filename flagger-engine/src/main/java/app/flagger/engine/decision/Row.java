package app.flagger.engine.decision;

import app.flagger.api.status.Phase;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One row of the table: in these phases, under this rule, go to one of those phases and do that.
 *
 * @param rule stable name of the row
 * @param from phases in which it is tried
 * @param to phases in which it may leave the canary; empty if the phase stays
 * @param does the kinds of action that it may order
 * @param when the condition, for people
 * @param sets what it may mark the canary with
 * @param ends marks that it needs, and takes away once it leaves the phase
 * @param attempt the decision, or nothing if the condition does not hold
 */
record Row(
        String rule,
        Set<Phase> from,
        Set<Phase> to,
        List<Action.Kind> does,
        String when,
        Set<Mark> sets,
        Set<Mark> ends,
        Function<Facts, Optional<Decision>> attempt) {

    /** What was decided and saved, but is not brought to its end yet: states within a phase. */
    enum Mark {
        ROLLBACK("rolling back"),
        REVERTED("reverting"),
        ABORTED("aborting"),
        FAILED_PROMOTION("failing the promotion"),
        RESTART("restarting through the gates"),
        RESTORING("restoring");

        private final String title;

        Mark(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    static final Set<Phase> ANY = Collections.unmodifiableSet(EnumSet.allOf(Phase.class));
    static final Set<Phase> ANALYSING = phases(Phase.PROGRESSING, Phase.WAITING_PROMOTION);
    static final Set<Phase> PROMOTION = phases(Phase.PROMOTING, Phase.FINALISING);
    static final Set<Phase> RUNNING =
            phases(Phase.PROGRESSING, Phase.WAITING_PROMOTION, Phase.PROMOTING, Phase.FINALISING);
    static final Set<Phase> SETTLED = phases(Phase.INITIALIZED, Phase.SUCCEEDED, Phase.FAILED);
    static final Set<Phase> DRIVEN = driven();
    static final Set<Phase> SAME = Collections.unmodifiableSet(EnumSet.noneOf(Phase.class));

    static Set<Phase> phases(Phase... phases) {
        EnumSet<Phase> set = EnumSet.noneOf(Phase.class);
        set.addAll(Arrays.asList(phases));
        return Collections.unmodifiableSet(set);
    }

    private static Set<Phase> driven() {
        EnumSet<Phase> set = EnumSet.allOf(Phase.class);
        set.remove(Phase.TERMINATING);
        set.remove(Phase.TERMINATED);
        return Collections.unmodifiableSet(set);
    }

    static Row of(
            String rule,
            Set<Phase> from,
            Set<Phase> to,
            String when,
            Function<Facts, Optional<Decision>> attempt,
            Action.Kind... does) {
        return new Row(rule, from, to, List.of(does), when, marks(), marks(), attempt);
    }

    Row setting(Mark... marks) {
        return new Row(rule, from, to, does, when, marks(marks), ends, attempt);
    }

    Row ending(Mark... marks) {
        return new Row(rule, from, to, does, when, sets, marks(marks), attempt);
    }

    private static Set<Mark> marks(Mark... marks) {
        EnumSet<Mark> set = EnumSet.noneOf(Mark.class);
        set.addAll(Arrays.asList(marks));
        return Collections.unmodifiableSet(set);
    }
}
