package app.flagger.testkit.world;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import java.util.Optional;

/** The plug of a {@link SimulatedMesh}; refuses whatever the mesh cannot do. */
final class SimulatedRouter implements TrafficRouter {
    private final SimulatedMesh mesh;

    SimulatedRouter(SimulatedMesh mesh) {
        this.mesh = mesh;
    }

    @Override
    public RouterTraits traits(Canary canary) {
        return mesh.kind().traits();
    }

    @Override
    public void prepare(Canary canary, Call call) throws Exception {
        Route route = mesh.route(canary.key());
        admit(route, call);
        if (route.written().isEmpty()) {
            mesh.write(route, Optional.of(Split.allToPrimary()), call.operation());
        }
    }

    @Override
    public RouteState read(Canary canary, Call call) throws Exception {
        Route route = mesh.route(canary.key());
        Split split = route.written()
                .orElseThrow(() ->
                        new PlugException(PlugException.Kind.GONE, "there is no route for " + canary.key() + " yet"));
        return route.state(split, can(Ability.STAMP));
    }

    @Override
    public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
        Route route = mesh.route(canary.key());
        admit(route, call);
        requireAble(want);
        RouteState live = read(canary, call);
        if (can(Ability.COMPARE_AND_SET) && !live.version().equals(seen.version())) {
            throw new PlugException(
                    PlugException.Kind.CONFLICT,
                    "the route has version " + live.version().orElse("") + ", not "
                            + seen.version().orElse("(none)") + " any more");
        }
        mesh.write(route, Optional.of(want), call.operation());
    }

    @Override
    public void giveBack(Canary canary, Call call) throws Exception {
        Route route = mesh.route(canary.key());
        admit(route, call);
        mesh.write(route, Optional.empty(), call.operation());
    }

    private void admit(Route route, Call call) throws PlugException {
        if (can(Ability.COMPARE_FENCES)) {
            route.fences.admit(call);
        }
    }

    private void requireAble(Split want) throws PlugException {
        int canary = want.canaryPercent();
        int mirror = want.mirrorPercent();
        require(canary == 0 || can(Ability.WEIGHTS), want, Ability.WEIGHTS);
        require(mirror == 0 || can(Ability.MIRROR), want, Ability.MIRROR);
        require(mirror == 0 || mirror == 100 || can(Ability.MIRROR_SHARE), want, Ability.MIRROR_SHARE);
        require(want.stickyCookie().isEmpty() || can(Ability.AFFINITY), want, Ability.AFFINITY);
        require(!want.matchedOnly() || canary == 0 || matches(), want, Ability.MATCH_HEADER_EXACT);
        int step = mesh.kind().traits().weightStep();
        if (canary % step != 0 && canary != 100) {
            throw new PlugException(PlugException.Kind.UNSUPPORTED, want + ": weights must be multiples of " + step);
        }
    }

    private boolean matches() {
        return can(Ability.MATCH_HEADER_EXACT)
                || can(Ability.MATCH_HEADER_REGEX)
                || can(Ability.MATCH_QUERY)
                || can(Ability.MATCH_SOURCE_LABELS);
    }

    private boolean can(Ability ability) {
        return mesh.kind().traits().abilities().contains(ability);
    }

    private static void require(boolean able, Split want, Ability ability) throws PlugException {
        if (!able) {
            throw new PlugException(PlugException.Kind.UNSUPPORTED, want + " needs " + ability);
        }
    }
}
