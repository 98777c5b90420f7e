package app.flagger.samples.cli;

import static app.flagger.samples.cli.Shell.flagger;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
