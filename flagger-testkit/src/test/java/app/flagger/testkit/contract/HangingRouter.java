package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;

/** Blocks for good, whatever happens. */
final class HangingRouter extends GoodRouter {
    @Override
    public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
        while (line.isCut()) {
            Thread.interrupted();
            Thread.yield();
        }
        super.write(canary, want, seen, call);
    }

    @Override
    public RouteState read(Canary canary, Call call) throws Exception {
        return line.isCut() ? state(route(canary)) : super.read(canary, call);
    }
}
