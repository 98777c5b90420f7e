package app.flagger.engine.runtime;

import static app.flagger.engine.decision.MadeDecisions.acts;
import static app.flagger.engine.decision.MadeDecisions.route;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.status.CanaryStatus;
import app.flagger.engine.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private final Bench bench = new Bench();
    private final List<String> told = new ArrayList<>();

    private final Telemetry telemetry = new Telemetry() {
        @Override
        public void tick(CanaryKey canary, CanaryStatus status, Duration took) {
            told.add("tick");
        }

        @Override
        public void measured(CanaryKey canary, String metric, double value) {
            told.add(metric + " " + value);
        }

        @Override
        public void ended(CanaryKey canary, String strategy, String outcome) {
            told.add(strategy + " " + outcome);
        }

        @Override
        public void forgotten(CanaryKey canary) {
            told.add("forgotten");
        }
    };

    @Test
    void isToldInOrderWhateverTheExecutorDoes() {
        List<Runnable> given = new ArrayList<>();
        Numbers numbers = new Numbers(telemetry, given::add);
        numbers.measured(Bench.KEY, "latency", 7);
        numbers.ticks(Bench.KEY).ended(CanaryStatus.builder().build(), Duration.ZERO);
        numbers.ended(Bench.KEY, "canary", "promoted");
        numbers.forgotten(Bench.KEY);
        while (!given.isEmpty()) {
            given.remove(given.size() - 1).run();
        }
        assertThat(told).containsExactly("latency 7.0", "tick", "canary promoted", "forgotten");
    }

    @Test
    void aCanaryIsForgottenAfterTheTickThatWasUnderWay() {
        bench.holds = invocation -> invocation.method().equals("TrafficRouter.write");
        Engine engine = bench.builder().telemetry(telemetry).build();
        engine.manage(Bench.canary(analysis -> analysis));
        engine.start();
        bench.script(situation -> acts(route(10, "op")));
        bench.clock.advance(Duration.ZERO);
        engine.forget(Bench.KEY);
        bench.heldBack.get(0).run();
        bench.clock.advance(Duration.ZERO);
        assertThat(told).endsWith("tick", "forgotten");
    }

    @Test
    void telemetryThatFailsDisturbsNothing() {
        Rollout rollout = bench.manual(
                builder -> builder.telemetry(new Telemetry() {
                    @Override
                    public void tick(CanaryKey canary, CanaryStatus status, Duration took) {
                        throw new IllegalStateException("broken");
                    }
                }),
                analysis -> analysis);
        assertThat(Bench.tick(rollout).failure()).isEmpty();
        assertThat(Bench.tick(rollout).failure()).isEmpty();
    }
}
