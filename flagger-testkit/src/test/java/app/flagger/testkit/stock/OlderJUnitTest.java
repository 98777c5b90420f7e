package app.flagger.testkit.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The contract suites and the extension run under JUnit 5.12 as well: whoever is not on JUnit 6 yet can hold plugs to them, and
 * is told what a test that fails played.
 */
class OlderJUnitTest {
    private static final Path CONSOLE =
            Path.of(System.getProperty("basedir", "."), "target", "older-junit", "junit-5.12.jar");

    private static final List<Class<?>> SUITES = List.of(
            FileStoreTest.class,
            SimulatedMeshesTest.class,
            SimulatedPlugsTest.class,
            LookupsTest.class,
            StrategiesTest.class,
            JudgesTest.class);

    @Test
    void theSuitesRunUnderJUnit512() throws IOException, InterruptedException {
        assertThat(CONSOLE)
                .as("copied by Maven in the phase process-test-resources")
                .exists();
        try (JarFile jar = new JarFile(CONSOLE.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .startsWith("1.12.");
        }
        Process junit = new ProcessBuilder(command()).redirectErrorStream(true).start();
        String report = new String(junit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(junit.waitFor()).as(report).isZero();
        assertThat(count("tests successful", report)).as(report).isGreaterThan(600);
        assertThat(count("tests failed", report)).as(report).isZero();
        assertThat(count("tests skipped", report)).as(report).isZero();
    }

    private static List<String> command() {
        String older = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches(".*(junit|jqwik).*"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                CONSOLE.toString(),
                "execute",
                "--disable-banner",
                "--disable-ansi-colors",
                "--details=summary",
                "--class-path",
                older));
        SUITES.forEach(suite -> command.add("--select-class=" + suite.getName()));
        command.add("--select-class=app.flagger.testkit.junit.SimulationExtensionTest");
        return command;
    }

    private static int count(String what, String report) {
        Matcher line = Pattern.compile("(\\d+) " + what).matcher(report);
        assertThat(line.find()).as(report).isTrue();
        return Integer.parseInt(line.group(1));
    }
}
