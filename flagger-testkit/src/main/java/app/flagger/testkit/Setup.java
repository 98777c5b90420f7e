package app.flagger.testkit;

import app.flagger.api.Revision;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.spec.Canary;
import app.flagger.engine.Flagger;
import app.flagger.testkit.world.Behaviour;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a simulation was told, collected for one run. Not thread-safe. */
final class Setup {
    static final String FIRST = "v1";
    static final String PUSHED = "v2";

    final Canary canary;
    final List<Consumer<? super Flagger.Builder>> modules = new ArrayList<>();
    final Map<Revision, List<Behaviour>> revisions = new LinkedHashMap<>();
    final List<Traffic> traffic = new ArrayList<>();
    final List<Change> changes = new ArrayList<>();
    final List<Consumer<? super Run>> listeners = new ArrayList<>();
    final List<Fault> faults = new ArrayList<>();
    Optional<Mesh> mesh = Optional.empty();
    List<Behaviour> pushed = List.of();
    WorkloadAbility[] abilities = WorkloadAbility.values();
    Optional<Supplier<? extends CanaryStore>> store = Optional.empty();
    int replicas = 2;
    double requestsPerSecond = 10;
    double testRequestsPerSecond;
    boolean push = true;
    /** Whether the records of ticks and calls are kept, which are most of a run. */
    boolean records = true;

    long seed = 1;

    Setup(Canary canary) {
        this.canary = canary;
    }

    record Traffic(Request request, double perSecond, int clients) {}

    record Change(Duration when, Consumer<? super World> what) {
        boolean beforePush() {
            return when.compareTo(Duration.ZERO) <= 0;
        }
    }

    List<Behaviour> behaviours(Revision revision) {
        List<Behaviour> said = revisions.get(revision);
        if (said != null) {
            return said;
        }
        return revision.id().equals(FIRST) ? List.of() : pushed;
    }

    /** The revisions whose behaviour was said, the one that stands for all that are pushed included. */
    Set<Revision> told(List<Revision> ran) {
        Set<Revision> told = new LinkedHashSet<>(revisions.keySet());
        Revision first = new Revision(FIRST);
        boolean heard = ran.stream().anyMatch(one -> !one.equals(first) && !revisions.containsKey(one));
        if (!pushed.isEmpty() && !heard) {
            told.add(new Revision(PUSHED));
        }
        return told;
    }

    /** Whether the canary can be expected to see requests: those of users where the router shifts them, or those of a load test. */
    boolean expectsRequests(RouterTraits router) {
        boolean users = requestsPerSecond > 0 || traffic.stream().anyMatch(some -> some.perSecond > 0);
        return users && router.shiftsTraffic() || testRequestsPerSecond > 0;
    }
}
