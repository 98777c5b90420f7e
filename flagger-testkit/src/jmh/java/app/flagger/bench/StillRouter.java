package app.flagger.bench;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Routes in memory that do at once what is ordered, and then stand still. */
final class StillRouter implements TrafficRouter {
    private static final RouterTraits TRAITS = RouterTraits.of(Ability.WEIGHTS);
    private static final RouteState FIRST = state(Split.allToPrimary());

    private final Map<CanaryKey, RouteState> routes = new ConcurrentHashMap<>();

    @Override
    public RouterTraits traits(Canary canary) {
        return TRAITS;
    }

    @Override
    public RouteState read(Canary canary, Call call) {
        return routes.getOrDefault(canary.key(), FIRST);
    }

    @Override
    public void write(Canary canary, Split want, RouteState seen, Call call) {
        routes.put(canary.key(), state(want));
    }

    private static RouteState state(Split split) {
        return new RouteState(split, RouteState.Propagation.PROGRAMMED, Optional.empty(), Optional.empty());
    }
}
