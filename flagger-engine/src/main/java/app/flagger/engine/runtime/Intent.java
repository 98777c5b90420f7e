package app.flagger.engine.runtime;

import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.engine.decision.Action;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a write is to do, as far as it matters for a write that hangs: whether it has landed can be seen, and what may be begun
 * although it may still land.
 *
 * @param action what is to be done; nothing for a status, which a store saves only if nobody else did
 * @param fenced whether the plug refuses it once a later write has been there
 * @param gentle whether an update of the primary leaves a replica available
 */
record Intent(Optional<Action> action, boolean fenced, boolean gentle) {
    /** A save. */
    static final Intent SAVE = new Intent(Optional.empty(), true, true);

    static Intent ofRoute(Action action, RouterTraits traits) {
        return new Intent(Optional.of(action), traits.abilities().contains(Ability.COMPARE_FENCES), true);
    }

    static Intent ofTarget(Action action, WorkloadTraits traits) {
        return new Intent(
                Optional.of(action),
                traits.can(WorkloadAbility.COMPARE_FENCES),
                traits.can(WorkloadAbility.UPDATE_KEEPS_A_REPLICA));
    }

    /** Of what the store does besides saving. */
    static Intent ofStore(Action action) {
        return new Intent(Optional.of(action), false, true);
    }

    boolean scalesUp() {
        return is(Action.Kind.SCALE_CANARY) && action.orElseThrow().on();
    }

    private boolean scalesDown() {
        return is(Action.Kind.SCALE_CANARY) && !action.orElseThrow().on();
    }

    private boolean givesBack() {
        return is(Action.Kind.GIVE_BACK_ROUTE) || is(Action.Kind.GIVE_BACK_TARGET);
    }

    private boolean is(Action.Kind kind) {
        return action.isPresent() && action.get().kind() == kind;
    }

    /**
     * Whether the object is as this write leaves it.
     *
     * @param found what was read; null if there is no such object
     */
    boolean shownBy(@Nullable Object found) {
        if (action.isEmpty()) {
            return false;
        }
        Action done = action.get();
        if (found instanceof RouteState route) {
            return switch (done.kind()) {
                case PREPARE_ROUTE -> true;
                case ROUTE ->
                    route.writtenBy()
                            .map(done.operation()::equals)
                            .orElse(done.split().equals(Optional.of(route.live())));
                default -> false;
            };
        }
        if (found instanceof WorkloadState target) {
            return switch (done.kind()) {
                case PREPARE_PRIMARY -> target.primary().isPresent();
                case HOLD -> target.held() == done.on();
                case SCALE_CANARY ->
                    done.on()
                            ? target.canary().equals(done.revision())
                                    && target.canaryReplicas().wanted() > 0
                            : target.canaryReplicas().wanted() == 0;
                case PROMOTE -> target.primary().equals(done.revision());
                default -> false;
            };
        }
        return found == null && done.kind() == Action.Kind.GIVE_BACK_ROUTE;
    }

    /**
     * Whether this write may land after the other one: it is refused, it makes no difference, or the next tick sees and corrects
     * it before it has done any harm.
     *
     * @param shown whether the object was last seen as this write leaves it
     */
    boolean mayLandAfter(Intent later, boolean shown) {
        if (givesBack() || later.givesBack()) {
            // Nobody looks after an object that was given back.
            return givesBack() && later.givesBack();
        }
        if (fenced || action.isEmpty()) {
            return true;
        }
        return switch (action.get().kind()) {
            // Drops the copies that it does not name.
            case PIN -> !later.is(Action.Kind.PIN) || sameAs(later);
            // Takes away replicas that the next run sends requests to.
            case SCALE_CANARY -> scalesUp() || !later.scalesUp() && !later.is(Action.Kind.PIN);
            // Takes away replicas of the primary while nothing else serves.
            case PROMOTE ->
                gentle
                        || shown && later.scalesDown()
                        || !later.scalesDown() && !later.is(Action.Kind.PROMOTE)
                        || sameAs(later);
            default -> true;
        };
    }

    private boolean sameAs(Intent later) {
        Action mine = action.orElseThrow();
        return later.action()
                .filter(other -> other.kind() == mine.kind()
                        && other.revision().equals(mine.revision())
                        && other.keep().equals(mine.keep()))
                .isPresent();
    }
}
