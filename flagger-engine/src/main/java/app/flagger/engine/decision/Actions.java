package app.flagger.engine.decision;

import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes actions that carry the operation id of the intent that is saved. */
final class Actions {
    /** How operations that write the route are named. */
    static final String ROUTES = "routes";

    /** As many as every long has room for. */
    private static final int MOST_DIGITS = 18;

    private final Facts facts;

    Actions(Facts facts) {
        this.facts = facts;
    }

    /** The step in whose name an operation was carried out; nothing if the text is none of our operations. */
    static OptionalLong step(String operation) {
        int first = operation.lastIndexOf('/') + 1;
        int digits = operation.length() - first;
        if (digits == 0 || digits > MOST_DIGITS) {
            return OptionalLong.empty();
        }
        long step = 0;
        for (int i = first; i < operation.length(); i++) {
            char digit = operation.charAt(i);
            if (digit < '0' || digit > '9') {
                return OptionalLong.empty();
            }
            step = 10 * step + digit - '0';
        }
        return OptionalLong.of(step);
    }

    Action prepareRoute() {
        return action(Action.Kind.PREPARE_ROUTE, Optional.empty(), Optional.empty(), true, List.of());
    }

    Action preparePrimary(Revision revision) {
        return action(Action.Kind.PREPARE_PRIMARY, Optional.of(revision), Optional.empty(), true, List.of());
    }

    Action pin(Revision revision) {
        List<Revision> keep = facts.needed().stream()
                .filter(needed -> !needed.equals(revision))
                .toList();
        return action(Action.Kind.PIN, Optional.of(revision), Optional.empty(), true, keep);
    }

    Action hold(boolean held) {
        return action(Action.Kind.HOLD, Optional.empty(), Optional.empty(), held, List.of());
    }

    Action scaleCanary(boolean up, Revision revision) {
        return action(Action.Kind.SCALE_CANARY, Optional.of(revision), Optional.empty(), up, List.of());
    }

    Action promote(Revision revision) {
        return action(Action.Kind.PROMOTE, Optional.of(revision), Optional.empty(), true, List.of());
    }

    Action route(Split split) {
        return action(Action.Kind.ROUTE, Optional.empty(), Optional.of(split), true, List.of());
    }

    Action giveBackTarget() {
        return action(Action.Kind.GIVE_BACK_TARGET, Optional.empty(), Optional.empty(), true, List.of());
    }

    Action giveBackRoute() {
        return action(Action.Kind.GIVE_BACK_ROUTE, Optional.empty(), Optional.empty(), true, List.of());
    }

    /** The annotation's name follows the last number sign of the operation. */
    Action removeAnnotation(String name) {
        return new Action(
                Action.Kind.REMOVE_ANNOTATION,
                facts.operation("annotation") + "#" + name,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of());
    }

    private Action action(
            Action.Kind kind, Optional<Revision> revision, Optional<Split> split, boolean on, List<Revision> keep) {
        String name = kind == Action.Kind.ROUTE
                ? ROUTES
                : kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return new Action(kind, facts.operation(name), revision, split, on, keep);
    }
}
