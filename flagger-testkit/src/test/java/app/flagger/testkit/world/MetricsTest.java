package app.flagger.testkit.world;

import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.world.Behaviour.errors;
import static app.flagger.testkit.world.Behaviour.from;
import static app.flagger.testkit.world.Behaviour.latency;
import static app.flagger.testkit.world.Behaviour.p50;
import static app.flagger.testkit.world.Behaviour.p99;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import app.flagger.api.Revision;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Missing;
import app.flagger.api.plug.Measurement.Value;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.testkit.Canaries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the mesh saw, and what was set instead. */
class MetricsTest {
    private final VirtualClock clock = new VirtualClock();
    private final Canary canary = Canaries.steps();
    private final SimulatedCall call = SimulatedCall.of(canary.key(), clock);
    private final SimulatedWorkload workload = new SimulatedWorkload(clock, new Revision("v1"));
    private final SimulatedMesh mesh = new SimulatedMesh(Mesh.istio(), clock, 3);
    private final SettableMetrics metrics = new SettableMetrics(new MeshMetrics(mesh));

    private Measurement ask(String name) throws Exception {
        return metrics.query(query(name).build(), call);
    }

    private MetricQuery.Builder query(String name) {
        return MetricQuery.builder().metric(name).canary(canary).interval(Duration.ofMinutes(1));
    }

    private double number(String name) throws Exception {
        return ((Value) ask(name)).value();
    }

    private void behave(Behaviour... behaviours) {
        mesh.connect(canary, workload.behaves(revision -> List.of(behaviours)));
        mesh.requests(canary.key(), Request.plain(), 200, 1);
    }

    @Test
    void theSuccessRateIsTheShareOfRequestsThatDidNotFail() throws Exception {
        behave(errors(percent(4)));
        clock.advance(Duration.ofMinutes(1));

        assertThat(number(Metric.SUCCESS_RATE)).isCloseTo(96, offset(1.0));
    }

    @Test
    void theDurationIsTheNinetyNinthPercentile() throws Exception {
        behave(latency(p50(100), p99(700)));
        clock.advance(Duration.ofMinutes(1));

        assertThat(number(Metric.DURATION)).isCloseTo(700, offset(100.0));
    }

    @Test
    void onlyTheWindowOfTheMetricCounts() throws Exception {
        behave(errors(percent(100)), from(Duration.ofMinutes(2), errors(percent(0))));

        clock.advance(Duration.ofMinutes(2));
        assertThat(number(Metric.SUCCESS_RATE)).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(number(Metric.SUCCESS_RATE)).isEqualTo(100);
    }

    @Test
    void countsAreOfBothVersions() throws Exception {
        behave(errors(percent(50)));
        clock.advance(Duration.ofMinutes(1));

        Measurement.Counts counts = (Measurement.Counts) metrics.query(
                query(Metric.SUCCESS_RATE).shape(Shape.COUNTS_OF_BOTH).build(), call);
        assertThat(counts.canaryTotal()).isEqualTo(12_000);
        assertThat(counts.canaryBad()).isBetween(5_700L, 6_300L);
        assertThat(counts.primaryTotal()).isZero();
    }

    @Test
    void withoutARequestThereIsNoData() throws Exception {
        mesh.connect(canary, workload);

        assertThat(ask(Metric.SUCCESS_RATE))
                .isInstanceOfSatisfying(
                        Missing.class, it -> assertThat(it.why()).isEqualTo(Why.NO_DATA));
    }

    @Test
    void whatWasSetWinsOverTheMesh() throws Exception {
        behave();
        metrics.set(Metric.SUCCESS_RATE, 12);

        assertThat(number(Metric.SUCCESS_RATE)).isEqualTo(12);
    }

    @Test
    void valuesInTurnEndWithTheLastOne() throws Exception {
        metrics.inTurn("queue", 1, 2);

        assertThat(List.of(number("queue"), number("queue"), number("queue"))).containsExactly(1.0, 2.0, 2.0);
        assertThat(metrics.asked()).containsExactly("queue", "queue", "queue");
    }

    @Test
    void aQueryNamedCustomReadsTheNameBehindIt() throws Exception {
        metrics.set("t1", 5);

        assertThat(metrics.query(query("my-metric").query("custom_t1").build(), call))
                .isEqualTo(new Value(5, clock.now()));
    }

    @Test
    void aQueryNamedCustomReadsTheNameOfItsMetricIfOnlyThatWasSet() throws Exception {
        metrics.set("my-metric", 6);

        assertThat(metrics.query(query("my-metric").query("custom_t1").build(), call))
                .isEqualTo(new Value(6, clock.now()));
    }

    @Test
    void aNameThatThereIsNotIsRefused() throws Exception {
        List<String> names = new ArrayList<>(List.of("errors"));
        metrics.only(() -> names).set("errors", 5);

        assertThatThrownBy(() -> metrics.inTurn("queue", 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("queue", "must be one of errors");
        names.add("queue");
        assertThat(metrics.inTurn("queue", 1, 2).query(query("queue").build(), call))
                .isEqualTo(new Value(1, clock.now()));
    }

    @Test
    void aSourceCanBeEmptyOrFail() throws Exception {
        metrics.missing("a", Why.STALE).failing("b");

        assertThat(ask("a")).isEqualTo(new Missing(Why.STALE, "set so"));
        assertThatIOException().isThrownBy(() -> ask("b"));
    }
}
