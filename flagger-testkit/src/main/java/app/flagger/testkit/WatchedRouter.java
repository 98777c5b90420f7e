package app.flagger.testkit;

import app.flagger.api.Call;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;

/** A router whose writes are checked before they happen. */
record WatchedRouter(TrafficRouter router, Invariants invariants) implements TrafficRouter {
    @Override
    public RouterTraits traits(Canary canary) {
        return router.traits(canary);
    }

    @Override
    public void prepare(Canary canary, Call call) throws Exception {
        router.prepare(canary, call);
    }

    @Override
    public RouteState read(Canary canary, Call call) throws Exception {
        return router.read(canary, call);
    }

    @Override
    public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
        // One that lands after its deadline was begun when it was right; that it is corrected is seen after the next
        // step.
        boolean late = call.remaining().isZero();
        Runnable checks = late ? () -> {} : () -> invariants.beforeWrite(want);
        invariants.unlessRefused(checks, () -> router.write(canary, want, seen, call));
    }

    @Override
    public void giveBack(Canary canary, Call call) throws Exception {
        router.giveBack(canary, call);
    }
}
