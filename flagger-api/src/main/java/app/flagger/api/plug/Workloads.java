package app.flagger.api.plug;

import app.flagger.api.CanaryKey;
import app.flagger.api.spec.ObjectRef;
import java.util.Optional;

/** Finds the workload that a canary refers to. Does no I/O. Thread-safe. */
@FunctionalInterface
public interface Workloads {
    /**
     * The workload of that kind and name.
     *
     * @return nothing if the kind is not one of this finder's
     */
    Optional<Workload> find(ObjectRef target, CanaryKey canary);
}
