package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouteState.Propagation;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import app.flagger.testkit.contract.Probe.Reply;
import app.flagger.testkit.contract.Probe.Sent;
import app.flagger.testkit.contract.Probe.Version;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A router as it should be, with requests that go through it; the broken ones each change one thing. */
class GoodRouter implements TrafficRouter {
    /** One route. The data plane follows what is written when it is settled. */
    static final class Route {
        Split written = Split.allToPrimary();
        Split inForce = Split.allToPrimary();
        long version = 1;
        Optional<String> writer = Optional.empty();
        Fence highest = new Fence(Long.MIN_VALUE, Long.MIN_VALUE);
        String labels = "";
    }

    final Line line = new Line();
    final Map<CanaryKey, Route> routes = new TreeMap<>();
    RouterTraits traits = RouterTraits.of(Ability.values());
    private long requests;
    private long versions;

    @Override
    public RouterTraits traits(Canary canary) {
        return traits;
    }

    @Override
    public void prepare(Canary canary, Call call) throws Exception {
        line.use(call);
        synchronized (routes) {
            routes.computeIfAbsent(canary.key(), key -> new Route());
        }
    }

    @Override
    public RouteState read(Canary canary, Call call) throws Exception {
        line.use(call);
        synchronized (routes) {
            Route route = route(canary);
            return state(route);
        }
    }

    RouteState state(Route route) {
        Propagation data = route.written.equals(route.inForce) ? Propagation.PROGRAMMED : Propagation.PENDING;
        return new RouteState(route.written, data, Optional.of(String.valueOf(route.version)), route.writer);
    }

    @Override
    public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
        line.use(call);
        synchronized (routes) {
            Route route = route(canary);
            compare(route, seen);
            fence(route, call);
            route.written = kept(route, want);
            route.version = ++versions + 1;
            route.writer = Optional.of(call.operation());
        }
    }

    void compare(Route route, RouteState seen) throws PlugException {
        if (!seen.version().equals(Optional.of(String.valueOf(route.version)))) {
            throw new PlugException(PlugException.Kind.CONFLICT, "the route was written");
        }
    }

    void fence(Route route, Call call) throws PlugException {
        if (call.fence().compareTo(route.highest) < 0) {
            throw new PlugException(PlugException.Kind.CONFLICT, "a newer owner has written");
        }
        route.highest = call.fence();
    }

    Split kept(Route route, Split want) {
        return want;
    }

    @Override
    public void giveBack(Canary canary, Call call) throws Exception {
        line.use(call);
        synchronized (routes) {
            Route route = routes.get(canary.key());
            if (route != null) {
                fence(route, call);
            }
            routes.remove(canary.key());
        }
    }

    Route route(Canary canary) throws PlugException {
        Route route = routes.get(canary.key());
        if (route == null) {
            throw new PlugException(PlugException.Kind.GONE, "there is no route");
        }
        return route;
    }

    /** Lets the data plane follow. */
    void settle(Canary canary) throws Exception {
        Route route = route(canary);
        route.inForce = route.written;
        follow();
    }

    /** Waits for what it reads from. */
    void follow() {}

    /** A real request, shared out in turn. */
    Reply send(Canary canary, Sent request) throws Exception {
        Split split = route(canary).inForce;
        long turn = requests++ * 37 % 100;
        boolean sticks = request.cookie().isPresent() && request.cookie().equals(split.stickyCookie());
        boolean candidate = !split.matchedOnly() || request.matching();
        boolean canaryServes = split.canaryPercent() > 0 && (sticks || (candidate && turn < split.canaryPercent()));
        return new Reply(
                canaryServes ? Version.CANARY : Version.PRIMARY,
                !canaryServes && turn < split.mirrorPercent(),
                canaryServes && !sticks ? split.stickyCookie() : Optional.empty());
    }
}
