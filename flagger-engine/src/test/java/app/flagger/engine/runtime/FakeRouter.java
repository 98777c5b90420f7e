package app.flagger.engine.runtime;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import java.util.Optional;

/** A route in memory that counts its versions. */
class FakeRouter implements TrafficRouter {
    final Journal journal;
    volatile Split live = Split.allToPrimary();
    volatile int version;
    volatile boolean exists;

    FakeRouter(Journal journal) {
        this.journal = journal;
    }

    @Override
    public RouterTraits traits(Canary canary) {
        return RouterTraits.of(Ability.WEIGHTS, Ability.MIRROR, Ability.MIRROR_SHARE, Ability.COMPARE_AND_SET);
    }

    @Override
    public void prepare(Canary canary, Call call) throws Exception {
        journal.write("prepare route", call);
        exists = true;
    }

    @Override
    public RouteState read(Canary canary, Call call) throws Exception {
        journal.read("read route", call);
        if (!exists) {
            throw new PlugException(PlugException.Kind.GONE, "there is no route");
        }
        return new RouteState(
                live, RouteState.Propagation.PROGRAMMED, Optional.of(String.valueOf(version)), Optional.empty());
    }

    @Override
    public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
        journal.write("route " + want.canaryPercent(), call);
        if (!seen.version().equals(Optional.of(String.valueOf(version)))) {
            throw new PlugException(PlugException.Kind.CONFLICT, "the route was changed");
        }
        live = want;
        version++;
    }

    @Override
    public void giveBack(Canary canary, Call call) throws Exception {
        journal.write("give back route", call);
    }
}
