package app.flagger.api.strategy;

import app.flagger.api.Problems;
import app.flagger.api.plug.Ability;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a strategy will do at most, so that a canary can be refused, drawn and bounded before it starts.
 *
 * @param limitPercent the greatest weight before promotion, 0–100
 * @param needs what the router must be able to do
 * @param promotion how the promotion goes
 * @param mostChecks how many passed checks a run needs at most, at least 1; more is an overrun
 */
public record Plan(int limitPercent, Set<Ability> needs, Promotion promotion, int mostChecks) {
    /** How a promotion goes. */
    public enum Promotion {
        /** Update the primary, then all traffic to it at once. */
        COPY,
        /** All traffic to the canary, one more check, then as {@link #COPY}. The promotion gate stands before the switch. */
        SWITCH_THEN_COPY,
        /** Update the primary, then traffic to it in steps of {@code stepWeightPromotion}. */
        COPY_THEN_STEP_BACK
    }

    /** @throws app.flagger.api.InvalidResource if a number is outside its range */
    public Plan {
        Problems problems = new Problems();
        problems.require(
                limitPercent >= 0 && limitPercent <= 100, "limitPercent", limitPercent, "must be between 0 and 100");
        problems.require(mostChecks >= 1, "mostChecks", mostChecks, "must be at least 1");
        problems.throwIfAny("plan");
        EnumSet<Ability> copy = EnumSet.noneOf(Ability.class);
        copy.addAll(needs);
        needs = Collections.unmodifiableSet(copy);
    }

    /** A plan with the needs in any collection. */
    public static Plan of(int limitPercent, Collection<Ability> needs, Promotion promotion, int mostChecks) {
        return new Plan(
                limitPercent,
                needs instanceof Set<Ability> set ? set : new LinkedHashSet<>(needs),
                promotion,
                mostChecks);
    }
}
