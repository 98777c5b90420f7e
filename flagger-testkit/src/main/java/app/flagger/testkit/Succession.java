package app.flagger.testkit;

import app.flagger.api.plug.Ownership;
import java.util.Optional;

/** Ownership that passes from each engine to the next one at once: the epoch grows, and who came before is refused. */
final class Succession {
    private long epoch;

    /** What the next engine is given. */
    Ownership next() {
        long mine = ++epoch;
        return (key, ttl, call) ->
                mine == epoch ? Optional.of(new Ownership.Grant(mine, call.now().plus(ttl))) : Optional.empty();
    }
}
