package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/** The wishes of a {@link Canary}. */
@Value.Immutable
public abstract class CanarySpec {
    CanarySpec() {}

    /** The router to use, as {@code istio}; nothing means the engine's default. */
    public abstract Optional<String> provider();

    /** Address of the metrics server for built-in and in-line queries; nothing means the engine's default. */
    public abstract Optional<String> metricsServer();

    /** The workload whose revisions are rolled out. */
    public abstract ObjectRef targetRef();

    /** The scaler of the target. */
    public abstract Optional<AutoscalerRef> autoscalerRef();

    /** The Ingress that leads to the target (NGINX, Skipper). */
    public abstract Optional<ObjectRef> ingressRef();

    /** The route that leads to the target (APISIX). */
    public abstract Optional<ObjectRef> routeRef();

    /** The Upstream whose settings are copied (Gloo). */
    public abstract Optional<ObjectRef> upstreamRef();

    /** How the versions are reached. */
    public abstract Optional<ServiceSpec> service();

    /** How the canary is analysed. */
    @Value.Default
    public Analysis analysis() {
        return Analysis.builder().build();
    }

    /** How long a version may take to get ready: {@code progressDeadlineSeconds}, 600 s if not set. */
    @Value.Default
    public Duration progressDeadline() {
        return Duration.ofSeconds(600);
    }

    /** Promote as soon as the canary is ready, without analysis. */
    @Value.Default
    public boolean skipAnalysis() {
        return false;
    }

    /** When the canary is deleted, give target and routes back as they were found. */
    @Value.Default
    public boolean revertOnDeletion() {
        return false;
    }

    /** Stop: no hook, metric, step or start; what was ordered is completed, and safety goes on. */
    @Value.Default
    public boolean suspend() {
        return false;
    }

    /** The name by which the versions are reached: {@code service.name}, or the target's name. */
    public String serviceName() {
        return service().flatMap(ServiceSpec::name).orElse(targetRef().name());
    }

    /**
     * The strategy that {@code analysis.strategy} names, or the stock one that the other fields ask for. Where no traffic can be
     * shifted only blue/green makes sense, whatever the fields say.
     *
     * @param shiftsTraffic whether the router can shift traffic
     */
    public NamedPlug strategy(boolean shiftsTraffic) {
        return StrategyChoice.of(analysis(), shiftsTraffic);
    }

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(
                !progressDeadline().isNegative() && !progressDeadline().isZero(),
                "progressDeadlineSeconds",
                progressDeadline().toSeconds(),
                "must be at least 1");
        boolean steps = analysis().hasSteps();
        boolean iterates = analysis().iterations().orElse(0) > 0;
        boolean kubernetes = provider().orElse("").equals("kubernetes");
        problems.require(
                steps
                        || iterates
                        || skipAnalysis()
                        || kubernetes
                        || analysis().strategy().isPresent(),
                "analysis",
                "",
                "needs stepWeight, stepWeights or iterations, unless skipAnalysis is true");
        problems.throwIfAny("spec");
    }

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with every field as it is here. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Collects the fields; not thread-safe; may be used again after {@code build()}. */
    public static final class Builder extends ImmutableCanarySpec.Builder {
        Builder() {}
    }
}
