package app.flagger.engine.runtime;

import app.flagger.api.Call;
import app.flagger.api.Revision;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.spec.Canary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shadows of the plugs that move something: the target's revisions are real, everything else happens in memory. Thread-safe. */
final class DryRun {
    private final ShadowRouter router = new ShadowRouter();
    private final ShadowWorkload workload;

    DryRun(Workload real) {
        workload = new ShadowWorkload(real);
    }

    /** The same canary with the shadows in place of its plugs. */
    Managed over(Managed managed) {
        workload.follow(managed.workload());
        return managed.with(workload, router);
    }

    private static final class ShadowRouter implements TrafficRouter {
        private volatile Split live = Split.allToPrimary();

        @Override
        public RouterTraits traits(Canary canary) {
            return RouterTraits.of();
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

    private static final class ShadowWorkload implements Workload {
        private Workload real;
        private boolean up;
        private @Nullable Revision primary;

        private ShadowWorkload(Workload real) {
            this.real = real;
        }

        private synchronized void follow(Workload other) {
            real = other;
        }

        private synchronized Workload real() {
            return real;
        }

        @Override
        public WorkloadTraits traits() {
            return real().traits();
        }

        @Override
        public synchronized void prepare(Revision pinned, Call call) {
            if (primary == null) {
                primary = pinned;
            }
        }

        @Override
        public WorkloadState observe(Call call) throws Exception {
            WorkloadState seen = real().observe(call);
            synchronized (this) {
                if (primary == null) {
                    primary = seen.primary().orElse(null);
                }
                return new WorkloadState(
                        seen.target(),
                        up ? Optional.of(seen.target()) : Optional.empty(),
                        Optional.ofNullable(primary),
                        up ? Replicas.allReady(1) : Replicas.none(),
                        Replicas.allReady(1),
                        false);
            }
        }

        @Override
        public void pin(Revision revision, List<Revision> alsoKeep, Call call) {}

        @Override
        public synchronized void scaleCanary(boolean upwards, Revision pinned, Call call) {
            up = upwards;
        }

        @Override
        public synchronized void promote(Revision pinned, Call call) {
            primary = pinned;
        }

        @Override
        public synchronized void giveBack(Call call) {
            up = true;
        }
    }
}
