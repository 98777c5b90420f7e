package app.flagger.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same seed in another JVM, of every other version that is installed beside this one: the same bytes. */
class TwoJvmsTest {
    private static final Path HERE = Path.of(System.getProperty("java.home"));

    @Test
    void aSeedPlayedInAnotherJvmGivesTheSameBytes() throws Exception {
        String here = play(HERE);
        assertThat(here).contains("run with seed 1: ", "run with seed 5: ", "fault at", "check fail", "<svg", "</svg>");
        assertThat(measured(here)).as("durations that were measured").hasSizeGreaterThan(10);
        List<Path> others = others();
        for (Path home : others.isEmpty() ? List.of(HERE) : others) {
            assertThat(play(home)).as("what " + home.getFileName() + " played").isEqualTo(here);
        }
    }

    private static Set<String> measured(String played) {
        return Pattern.compile("request-duration (\\d+\\.\\d+) ")
                .matcher(played)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** JVMs of other versions that can run this code: 17 or newer. */
    private static List<Path> others() throws IOException {
        String mine = version(HERE);
        try (Stream<Path> homes = Files.list(HERE.toRealPath().getParent())) {
            return homes.filter(home -> !Files.isSymbolicLink(home))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(home -> !version(home).isEmpty() && !version(home).equals(mine))
                    .filter(home -> Integer.parseInt(version(home)) >= 17)
                    .sorted()
                    .toList();
        }
    }

    /** The feature release, as {@code 17}; empty if the folder does not say. */
    private static String version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1"))
                    .findFirst()
                    .orElse("");
        } catch (IOException | UncheckedIOException unknown) {
            return "";
        }
    }

    private static String play(Path home) throws Exception {
        Path errors = Files.createTempFile("played", ".err");
        Process process = new ProcessBuilder(
                        home.resolve("bin/java").toString(),
                        "-Xshare:auto",
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlayedRun.class.getName())
                .redirectError(errors.toFile())
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assertThat(code).as(() -> read(errors)).isZero();
        Files.delete(errors);
        return text;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
