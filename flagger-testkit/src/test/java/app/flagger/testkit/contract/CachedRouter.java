package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.plug.RouteState;
import app.flagger.api.spec.Canary;
import java.util.Map;
import java.util.TreeMap;

/** A good router that reads from a cache, as those of Kubernetes do; the cache lags until it is waited for. */
final class CachedRouter extends GoodRouter {
    private final Map<CanaryKey, RouteState> cache = new TreeMap<>();

    @Override
    public RouteState read(Canary canary, Call call) throws Exception {
        synchronized (routes) {
            RouteState known = cache.get(canary.key());
            if (known == null) {
                throw new PlugException(PlugException.Kind.GONE, "the cache knows no route");
            }
            return known;
        }
    }

    @Override
    void follow() {
        synchronized (routes) {
            cache.clear();
            routes.forEach((key, route) -> cache.put(key, state(route)));
        }
    }
}
