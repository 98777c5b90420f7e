package app.flagger.testkit.docs;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Units.hours;
import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.world.Behaviour.errors;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.Canary;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say to those who test a policy. */
class SimulationExamplesTest {
    @TempDir
    private Path folder;

    @Test
    void aPolicyCatchesAReleaseThatFailsThreeInAHundred() throws Exception {
        Canary canary = Manifest.read(folder);
        assertThat(Simulation.of(canary)
                        .engine(Deploy::delivery)
                        .canary(errors(percent(3)))
                        .requestsPerSecond(200)
                        .runs(100))
                .rolledBackAtLeast(percent(95))
                .within(minutes(3))
                .exposedAtMost(percent(15));
    }

    @Test
    void aGoodReleaseGetsThroughAlthoughTheEngineDies() throws Exception {
        Canary canary = Manifest.read(folder);
        Run run = Simulation.of(canary)
                .engine(Deploy::delivery)
                .at(minutes(1), World::killEngine)
                .at(minutes(2), World::restartEngine)
                .run();
        assertThat(run).promoted().neverExceeded(percent(50)).measured("request-success-rate");
    }

    @Test
    void aReleaseWaitsForTheOfficeToOpen() throws Exception {
        Canary canary = Manifest.read(folder);
        Run run = Simulation.of(canary)
                .engine(Deploy::delivery)
                .at(Duration.ZERO, world -> world.hook("office-hours", 403))
                .at(hours(1), world -> world.hook("office-hours", 200))
                .run();
        assertThat(run).promoted().asked("office-hours");
        assertThat(run.took()).isGreaterThan(hours(1));
    }
}
