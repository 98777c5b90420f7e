package app.flagger.samples.cli;

import static app.flagger.samples.cli.Shell.flagger;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells operators to type does work. */
class ReadmeTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final String JAR = "java -jar samples/cli/target/flagger.jar ";

    @Test
    void everyCommandSucceeds() throws IOException {
        List<String> commands = commands();
        assertThat(commands).isNotEmpty().allSatisfy(command -> {
            Shell.Outcome outcome = flagger(arguments(command));
            assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        });
    }

    @Test
    void theManifestWithAGateIsSimulated(@TempDir Path folder) throws IOException {
        Path web = Files.write(folder.resolve("web.yaml"), manifest());

        Shell.Outcome outcome = flagger("simulate", web.toString(), "--expect", "promoted");

        assertThat(outcome.out()).contains("made up: gate office-hours is open");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
    }

    /** The first manifest of the page. */
    private static List<String> manifest() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
        List<String> after = lines.subList(lines.indexOf("```yaml") + 1, lines.size());
        return after.subList(0, after.indexOf("```"));
    }

    private static List<String> commands() throws IOException {
        try (Stream<String> lines = Files.lines(ROOT.resolve("README.md"))) {
            return lines.filter(line -> line.startsWith(JAR))
                    .map(line -> line.substring(JAR.length()))
                    .toList();
        }
    }

    /** Paths are seen from the root of the project; tests run in the folder of their module. */
    private static String[] arguments(String command) {
        return Stream.of(command.split(" "))
                .map(argument -> argument.contains("/") ? ROOT.resolve(argument).toString() : argument)
                .toArray(String[]::new);
    }
}
