package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouteState.Propagation;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shares requests out in steps of 10 % and refuses everything else. */
final class ModestRouter extends GoodRouter {
    ModestRouter() {
        traits = RouterTraits.of(List.of(Ability.WEIGHTS), 10, Duration.ofSeconds(5));
    }

    @Override
    public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
        if (!want.equals(Split.canary(want.canaryPercent())) || want.canaryPercent() % 10 != 0) {
            throw new PlugException(PlugException.Kind.UNSUPPORTED, want + " is more than weights in steps of 10");
        }
        super.write(canary, want, seen, call);
    }

    @Override
    RouteState state(Route route) {
        return new RouteState(route.written, Propagation.UNKNOWN, Optional.empty(), Optional.empty());
    }

    @Override
    void compare(Route route, RouteState seen) {}

    @Override
    void fence(Route route, Call call) {}
}
