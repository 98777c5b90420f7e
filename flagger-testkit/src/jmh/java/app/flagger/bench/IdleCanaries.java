package app.flagger.bench;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.engine.Flagger;
import app.flagger.testkit.world.SettableMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** An engine with ten thousand canaries to which nothing happens, and how often they have ticked. */
final class IdleCanaries {
    static final int COUNT = 10_000;

    private final LongAdder ticks = new LongAdder();
    private final Flagger flagger;

    /** @param builder has the clock and nothing else */
    IdleCanaries(Flagger.Builder builder) {
        flagger = builder.telemetry(new Telemetry() {
                    @Override
                    public void tick(CanaryKey canary, CanaryStatus status, Duration took) {
                        ticks.increment();
                    }
                })
                .router("memory", new StillRouter())
                .metrics(new SettableMetrics())
                .build();
    }

    /** Lets them begin; it takes some time until all are idle. */
    void start(Duration interval) {
        for (int i = 0; i < COUNT; i++) {
            flagger.manage(Policies.tenSteps("web-" + i, interval), new StillWorkload());
        }
        flagger.start();
    }

    void requireIdle() {
        boolean idle = flagger.rollouts().stream()
                .allMatch(rollout -> rollout.snapshot().phase() == Phase.INITIALIZED);
        if (!idle) {
            throw new IllegalStateException("a canary is not initialised");
        }
    }

    void countAnew() {
        ticks.reset();
    }

    long ticks() {
        return ticks.sum();
    }

    void close() {
        flagger.close();
    }
}
