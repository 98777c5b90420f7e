package app.flagger.testkit.stock;

import app.flagger.api.Revision;
import app.flagger.api.plug.Clock;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Notifier;
import app.flagger.api.plug.Shape;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.testkit.contract.ClockContract;
import app.flagger.testkit.contract.HookCallerContract;
import app.flagger.testkit.contract.MetricProviderContract;
import app.flagger.testkit.contract.NotifierContract;
import app.flagger.testkit.contract.WorkloadContract;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.MeshMetrics;
import app.flagger.testkit.world.RecordedAlerts;
import app.flagger.testkit.world.RecordedHooks;
import app.flagger.testkit.world.Request;
import app.flagger.testkit.world.SettableMetrics;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.SimulatedWorkload;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

class SimulatedPlugsTest {
    private static final Canary CANARY = Canary.builder()
            .metadata(ObjectMetadata.builder().namespace("stock").name("web").build())
            .spec(CanarySpec.builder()
                    .targetRef(ObjectRef.of("apps/v1", "Deployment", "web"))
                    .analysis(Analysis.builder().iterations(5).build())
                    .build())
            .build();

    private static MetricQuery query(String metric, Shape shape) {
        MetricQuery.Builder query = MetricQuery.builder();
        query.metric(metric).canary(CANARY).shape(shape).interval(Duration.ofMinutes(1));
        return query.build();
    }

    @Nested
    class TheVirtualClock extends ClockContract {
        private final VirtualClock clock = new VirtualClock();

        @Override
        protected Clock clock() {
            return clock;
        }

        @Override
        protected void pass(Duration time) {
            clock.advance(time);
        }
    }

    @Nested
    class TheWorkload extends HeldWorkload {
        TheWorkload() {
            super(WorkloadAbility.values());
        }
    }

    @Nested
    class TheWorkloadThatCannotBeHeld extends HeldWorkload {
        TheWorkloadThatCannotBeHeld() {
            super(WorkloadAbility.SCALE);
        }
    }

    @Nested
    class TheWorkloadThatCanNothing extends HeldWorkload {}

    private abstract static class HeldWorkload extends WorkloadContract {
        private final VirtualClock clock = new VirtualClock();
        private final WorkloadAbility[] abilities;
        private SimulatedWorkload last;
        private int pushes = 1;

        HeldWorkload(WorkloadAbility... abilities) {
            this.abilities = abilities;
            last = fresh();
        }

        private SimulatedWorkload fresh() {
            return new SimulatedWorkload(clock, new Revision("v1")).can(abilities);
        }

        @Override
        protected Workload workload() {
            last = fresh();
            return last;
        }

        @Override
        protected void push() {
            last.push(new Revision("v" + ++pushes));
        }

        @Override
        protected void settle() {
            clock.advance(Duration.ofMinutes(5));
        }
    }

    @Nested
    class SettableMetricsAsTold extends MetricProviderContract {
        private final MetricProvider metrics = new SettableMetrics()
                .set("known", 99.5)
                .missing("malformed", Why.BAD_QUERY)
                .missing("several", Why.SEVERAL_SERIES)
                .missing("nan", Why.NOT_A_NUMBER);

        @Override
        protected MetricProvider provider() {
            return metrics;
        }

        @Override
        protected MetricQuery known(Shape shape) {
            return query("known", shape);
        }

        @Override
        protected Optional<Double> expected() {
            return Optional.of(99.5);
        }

        @Override
        protected Optional<MetricQuery> withoutData() {
            return Optional.of(query("unknown", Shape.VALUE));
        }

        @Override
        protected Optional<MetricQuery> malformed() {
            return Optional.of(query("malformed", Shape.VALUE));
        }

        @Override
        protected Optional<MetricQuery> severalSeries() {
            return Optional.of(query("several", Shape.VALUE));
        }

        @Override
        protected Optional<MetricQuery> notANumber() {
            return Optional.of(query("nan", Shape.VALUE));
        }

        @Override
        protected boolean singleThreaded() {
            return true;
        }
    }

    @Nested
    class MetricsOfTheMesh extends MetricProviderContract {
        private final MetricProvider metrics;

        MetricsOfTheMesh() {
            VirtualClock clock = new VirtualClock();
            SimulatedMesh mesh = new SimulatedMesh(Mesh.istio(), clock, 7);
            mesh.connect(CANARY, new SimulatedWorkload(clock, new Revision("v1")));
            mesh.requests(CANARY.key(), Request.plain(), 10, 1);
            clock.advance(Duration.ofMinutes(2));
            metrics = new MeshMetrics(mesh);
        }

        @Override
        protected MetricProvider provider() {
            return metrics;
        }

        @Override
        protected MetricQuery known(Shape shape) {
            return query("request-success-rate", shape);
        }

        @Override
        protected Optional<Double> expected() {
            return Optional.of(100.0);
        }

        @Override
        protected Optional<MetricQuery> withoutData() {
            return Optional.of(query("unknown", Shape.VALUE));
        }

        @Override
        protected boolean singleThreaded() {
            return true;
        }
    }

    @Nested
    class TheRecordedHooks extends HookCallerContract {
        private final RecordedHooks hooks = new RecordedHooks()
                .status("yes", 200)
                .status("no", 403)
                .status("busy", 503)
                .status("missing", 404);

        @Override
        protected HookCaller caller() {
            // They go by names, the suite tells its hooks apart by URLs.
            return (hook, call) -> {
                String name = hook.url().substring(hook.url().lastIndexOf('/') + 1);
                return hooks.call(hook.toBuilder().name(name).build(), call);
            };
        }

        @Override
        protected String yes() {
            return "http://hooks.test/yes";
        }

        @Override
        protected String no() {
            return "http://hooks.test/no";
        }

        @Override
        protected Optional<String> busy() {
            return Optional.of("http://hooks.test/busy");
        }

        @Override
        protected Optional<String> missing() {
            return Optional.of("http://hooks.test/missing");
        }

        @Override
        protected Optional<List<String>> received() {
            return Optional.of(hooks.calls().stream()
                    .map(call -> call.toString() + call.metadata())
                    .toList());
        }

        @Override
        protected boolean singleThreaded() {
            return true;
        }
    }

    @Nested
    class TheRecordedAlerts extends NotifierContract {
        private final RecordedAlerts alerts = new RecordedAlerts();

        @Override
        protected Notifier notifier() {
            return alerts;
        }

        @Override
        protected Optional<List<String>> received() {
            return Optional.of(alerts.received().stream().map(Object::toString).toList());
        }

        @Override
        protected boolean singleThreaded() {
            return true;
        }
    }
}
