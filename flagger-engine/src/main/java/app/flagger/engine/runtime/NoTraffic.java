package app.flagger.engine.runtime;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;

/** The router of the provider {@code kubernetes} where none is registered: it shifts nothing and is never written. */
final class NoTraffic implements TrafficRouter {
    @Override
    public RouterTraits traits(Canary canary) {
        return RouterTraits.of();
    }

    @Override
    public RouteState read(Canary canary, Call call) throws PlugException {
        throw new PlugException(PlugException.Kind.GONE, "this router has no route");
    }

    @Override
    public void write(Canary canary, Split want, RouteState seen, Call call) throws PlugException {
        throw new PlugException(PlugException.Kind.UNSUPPORTED, "this router shifts no traffic");
    }
}
