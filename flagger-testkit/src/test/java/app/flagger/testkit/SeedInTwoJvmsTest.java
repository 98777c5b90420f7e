package app.flagger.testkit;

import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.errors;
import static app.flagger.testkit.world.Behaviour.startsAfter;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.Webhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing in a run depends on the JVM that plays it: not on the order of its hash tables, not on its clock. */
class SeedInTwoJvmsTest {
    @Test
    void theSameSeedGivesTheSameBytesInAnotherJvm() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process other = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SeedInTwoJvmsTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String theirs = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor()).isZero();
        assertThat(theirs).isEqualTo(play());
    }

    /** Plays in another JVM. */
    public static void main(String[] args) {
        System.out.writeBytes(play().getBytes(StandardCharsets.UTF_8));
    }

    private static String play() {
        Webhook load =
                Webhook.builder().name("load").url("http://hooks.test/load").build();
        return SimulationTest.bytes(Simulation.of(Canaries.of(
                        it -> it.stepWeight(10).maxWeight(50).threshold(3).webhooks(List.of(load))))
                .canary(errors(percent(1)), startsAfter(seconds(7)))
                .primary(errors(percent(0.2)))
                .requestsPerSecond(50)
                .seed(2026)
                .run());
    }
}
