package app.flagger.testkit.docs;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.Workloads;
import app.flagger.api.spec.ObjectRef;
import java.util.Optional;

/** Finds jobs. */
final class Nomad implements Workloads {
    private final Workload servers = new OurServers();

    @Override
    public Optional<Workload> find(ObjectRef target, CanaryKey canary) {
        return target.kind().equals("Job") ? Optional.of(servers) : Optional.empty();
    }
}
