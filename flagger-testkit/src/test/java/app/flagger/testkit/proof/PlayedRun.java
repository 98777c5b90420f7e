package app.flagger.testkit.proof;

import static app.flagger.testkit.Units.percent;

import app.flagger.testkit.Faults;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.world.Behaviour;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

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
        Run run = Simulation.of(Policy.CANARY_WITH_MIRROR.canary())
                .seed(seed)
                .canary(Behaviour.errors(percent(2)))
                .requestsPerSecond(20)
                .fault(Faults.onAnyPlug().random(percent(4)).atMost(12).lostAnswer())
                .fault(Faults.onAnyPlug().random(percent(3)).atMost(4).crash())
                .at(Duration.ZERO, Policy::begin)
                .at(Duration.ZERO, world -> world.metric(Policy.METRIC, 100))
                .run();
        return run + "\n" + run.snapshot().status() + "\n" + run.calls() + "\n" + run.requestsByVersion() + "\n";
    }
}
