package app.flagger.testkit.docs;

import app.flagger.api.Call;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import java.util.Optional;

/** Shares requests out as its admin API is told. */
final class OurProxy implements TrafficRouter {
    private volatile Split live = Split.allToPrimary(); // stands for the proxy's admin API

    @Override
    public RouterTraits traits(Canary canary) {
        return RouterTraits.of(Ability.WEIGHTS);
    }

    @Override
    public RouteState read(Canary canary, Call call) {
        return new RouteState(live, RouteState.Propagation.PROGRAMMED, Optional.empty(), Optional.empty());
    }

    @Override
    public void write(Canary canary, Split want, RouteState seen, Call call) {
        live = want;
    }
}
