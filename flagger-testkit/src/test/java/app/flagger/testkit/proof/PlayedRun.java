package app.flagger.testkit.proof;

import static app.flagger.testkit.Units.percent;

import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Range;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.world.Behaviour;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Plays runs with much chance in them and prints everything that can be seen of them; a program, so that another JVM can do it. */
final class PlayedRun {
    private PlayedRun() {}

    public static void main(String[] none) {
        Quiet.please();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (long seed = 1; seed <= 5; seed++) {
            out.print(text(seed));
        }
    }

    private static String text(long seed) {
        Run run = Simulation.of(canary())
                .seed(seed)
                .primary(Behaviour.errors(percent(0.5)), Behaviour.latency(Behaviour.p50(60), Behaviour.p99(350)))
                .canary(
                        Behaviour.errors(percent(1)),
                        Behaviour.latency(Behaviour.p50(80), Behaviour.p99(440)),
                        Behaviour.startsAfter(Duration.ofSeconds(7)))
                .requestsPerSecond(20)
                .fault(Faults.onAnyPlug().random(percent(4)).atMost(12).lostAnswer())
                .fault(Faults.onAnyPlug().random(percent(3)).atMost(4).crash())
                .at(Duration.ZERO, Policy::begin)
                .run();
        return run + "\n" + run.timeline().entries() + "\n" + run.checks() + "\n"
                + run.snapshot().status() + "\n" + run.calls() + "\n" + run.requestsByVersion() + "\n"
                + run.timeline().toSvg() + "\n";
    }

    /** Judged by the requests that the versions really answered, close to what is tolerated. */
    private static Canary canary() {
        Canary canary = Policy.CANARY_WITH_MIRROR.canary();
        return canary.toBuilder()
                .spec(canary.spec().toBuilder()
                        .analysis(canary.spec().analysis().toBuilder()
                                .metrics(List.of(
                                        metric(Metric.SUCCESS_RATE, Range.atLeast(98.5)),
                                        metric(Metric.DURATION, Range.atMost(500))))
                                .build())
                        .build())
                .build();
    }

    private static Metric metric(String name, Range range) {
        return Metric.builder()
                .name(name)
                .interval(Duration.ofMinutes(1))
                .thresholdRange(range)
                .build();
    }
}
