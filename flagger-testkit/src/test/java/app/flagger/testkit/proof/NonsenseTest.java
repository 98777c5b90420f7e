package app.flagger.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.NamedPlug;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.world.Share;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A strategy and a judge that answer at random: nonsense, exceptions, nothing, too late. They break no promise, and every run ends. */
class NonsenseTest {
    @BeforeContainer
    static void quiet() {
        Quiet.please();
    }

    @Property(tries = 200, seed = "20261125")
    void aStrategyAndAJudgeThatAnswerAtRandomBreakNoPromise(@ForAll @LongRange(min = 1) long seed) {
        play(seed);
    }

    @Property(tries = 10_000, seed = "20261125")
    @Tag("proof")
    void norDoTheyInTenThousandRuns(@ForAll @LongRange(min = 1) long seed) {
        play(seed);
    }

    private static void play(long seed) {
        Run run = Simulation.of(canary())
                .engine(builder -> builder.strategy("nonsense", new NonsenseStrategy(seed))
                        .judge("nonsense", new NonsenseJudge(seed)))
                .seed(seed)
                .requestsPerSecond(0)
                .at(Duration.ZERO, Policy::begin)
                .at(Duration.ZERO, world -> world.metric(Policy.METRIC, 100))
                .fault(Faults.on(app.flagger.api.strategy.Strategy.class)
                        .random(new Share(2))
                        .atMost(5)
                        .timeout())
                .run();
        assertThat(run.ended()).as(run::toString).isTrue();
        assertThat(run.highestWeight()).isLessThanOrEqualTo(NonsenseStrategy.LIMIT);
    }

    private static Canary canary() {
        Canary canary = Policy.CANARY.canary();
        Metric metric = canary.spec().analysis().metrics().get(0).toBuilder()
                .judge(NamedPlug.of("nonsense"))
                .build();
        return canary.toBuilder()
                .spec(canary.spec().toBuilder()
                        .analysis(canary.spec().analysis().toBuilder()
                                .strategy(NamedPlug.of("nonsense"))
                                .metrics(List.of(metric))
                                .build())
                        .build())
                .build();
    }
}
