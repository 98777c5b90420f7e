package app.flagger.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Metric;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MeterTest {
    private final HandSetClock clock = new HandSetClock();
    private final Meter meter = new Meter(clock);

    @Test
    void theSuccessRateIsTheShareOfTheCanarysRequestsThatDidNotFail() {
        record(Arm.CANARY, 200, 3);
        record(Arm.CANARY, 404, 1);
        record(Arm.CANARY, 500, 1);
        record(Arm.PRIMARY, 500, 5);

        assertThat(ask(Metric.SUCCESS_RATE, Shape.VALUE)).isEqualTo(new Measurement.Value(80, clock.now()));
    }

    @Test
    void theDurationIsTheOneThatNinetyNineOfAHundredRequestsKeep() {
        for (int millis = 1; millis <= 200; millis++) {
            meter.record(Arm.CANARY, "v2", 200, Duration.ofMillis(millis), false);
        }

        assertThat(ask(Metric.DURATION, Shape.VALUE)).isEqualTo(new Measurement.Value(198, clock.now()));
    }

    @Test
    void whatIsOlderThanTheWindowDoesNotCount() {
        record(Arm.CANARY, 500, 10);
        clock.seconds += 10;
        record(Arm.CANARY, 200, 1);

        assertThat(ask(Metric.SUCCESS_RATE, Shape.VALUE)).isEqualTo(new Measurement.Value(100, clock.now()));
    }

    @Test
    void withoutRequestsToTheCanaryThereIsNoNumber() {
        record(Arm.PRIMARY, 200, 10);

        assertThat(ask(Metric.SUCCESS_RATE, Shape.VALUE))
                .isInstanceOfSatisfying(
                        Measurement.Missing.class,
                        missing -> assertThat(missing.why()).isEqualTo(Measurement.Why.NO_DATA));
    }

    @Test
    void aMetricThatTheGatewayDoesNotMeasureIsRefused() {
        record(Arm.CANARY, 200, 10);

        assertThat(ask("orders", Shape.VALUE))
                .isInstanceOfSatisfying(
                        Measurement.Missing.class,
                        missing -> assertThat(missing.why()).isEqualTo(Measurement.Why.BAD_QUERY));
    }

    @Test
    void bothVersionsAreCountedForJudgesThatCompareThem() {
        record(Arm.PRIMARY, 200, 8);
        record(Arm.PRIMARY, 500, 2);
        record(Arm.CANARY, 200, 3);
        record(Arm.CANARY, 500, 1);

        assertThat(ask(Metric.SUCCESS_RATE, Shape.COUNTS_OF_BOTH))
                .isEqualTo(new Measurement.Counts(10, 2, 4, 1, clock.now().minusSeconds(10), clock.now()));
    }

    private void record(Arm arm, int status, int times) {
        for (int i = 0; i < times; i++) {
            meter.record(arm, "v2", status, Duration.ofMillis(5), false);
        }
    }

    private Measurement ask(String metric, Shape shape) {
        MetricQuery query = MetricQuery.builder()
                .metric(metric)
                .canary(Canaries.shop())
                .shape(shape)
                .interval(Duration.ofSeconds(10))
                .build();
        return meter.query(query, StageCall.ofStep(1));
    }

    /** Goes only where the test puts it. */
    private static final class HandSetClock implements Clock {
        private long seconds = 100;

        @Override
        public Instant now() {
            return Instant.ofEpochSecond(seconds);
        }

        @Override
        public long nanos() {
            return seconds * 1_000_000_000L;
        }

        @Override
        public Subscription wakeAt(long nanos, Runnable task) {
            throw new UnsupportedOperationException("nothing here waits");
        }
    }
}
