package app.flagger.testkit.world;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Metric;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Answers the built-in metrics of the canary from what a mesh saw in the metric's window: the share of requests that did not
 * fail in percent, the 99th percentile of their duration in milliseconds, and the counts of both versions. Without a request there
 * is no data.
 */
public final class MeshMetrics implements MetricProvider {
    private final SimulatedMesh mesh;

    /** Metrics of that mesh. */
    public MeshMetrics(SimulatedMesh mesh) {
        this.mesh = mesh;
    }

    @Override
    public Set<Shape> shapes() {
        return Collections.unmodifiableSet(EnumSet.allOf(Shape.class));
    }

    @Override
    public Measurement query(MetricQuery query, Call call) {
        CanaryKey key = query.canary().key();
        Tally canary = mesh.tally(key, Role.CANARY, query.interval());
        if (query.shape() == Shape.COUNTS_OF_BOTH) {
            Tally primary = mesh.tally(key, Role.PRIMARY, query.interval());
            return new Measurement.Counts(
                    primary.total(),
                    primary.failed(),
                    canary.total(),
                    canary.failed(),
                    call.now().minus(query.interval()),
                    call.now());
        }
        if (query.query().isPresent()) {
            return new Measurement.Missing(
                    Why.NO_DATA, "the mesh knows nothing of " + query.query().get());
        }
        if (canary.total() == 0) {
            return new Measurement.Missing(Why.NO_DATA, "the canary saw no request");
        }
        return switch (query.metric()) {
            case Metric.SUCCESS_RATE ->
                new Measurement.Value(100.0 * (canary.total() - canary.failed()) / canary.total(), call.now());
            case Metric.DURATION ->
                canary.p99().isPresent()
                        ? new Measurement.Value(canary.p99().getAsDouble(), call.now())
                        : new Measurement.Missing(Why.NO_DATA, "the canary answered no request");
            default -> new Measurement.Missing(Why.NO_DATA, "the mesh has no metric " + query.metric());
        };
    }
}
