package app.flagger.samples.cli;

import static app.flagger.samples.cli.Shell.flagger;
import static app.flagger.samples.cli.Shell.flaggerWithInput;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {
    private static final String GOOD = """
            apiVersion: flagger.app/v1beta1
            kind: Canary
            metadata:
              name: web
              namespace: shop
            spec:
              targetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: web
              service:
                port: 80
              analysis:
                interval: 1m
                threshold: 5
                stepWeight: 10
                maxWeight: 50
                metrics:
                  - name: request-success-rate
                    thresholdRange:
                      min: 99
            """;

    @TempDir
    private Path folder;

    @Test
    void aGoodManifestIsQuietAndEndsWithZero() throws IOException {
        Shell.Outcome outcome = flagger("lint", file("good.yaml", GOOD));

        assertThat(outcome.lines()).containsExactly("1 file: 0 errors, 0 warnings");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void anErrorNamesFileLineColumnFieldAndValue() throws IOException {
        String bad = file("bad.yaml", GOOD.replace("stepWeight: 10", "stepWeight: 500"));

        Shell.Outcome outcome = flagger("lint", bad);

        assertThat(outcome.lines())
                .first()
                .asString()
                .startsWith(bad + ":16:17: error: spec.analysis.stepWeight: 500: ");
        assertThat(outcome.status()).isEqualTo(1);
    }

    @Test
    void allErrorsOfAllFilesAreSaidAtOnce() throws IOException {
        String one = file("one.yaml", GOOD.replace("port: 80", "port: 0").replace("threshold: 5", "treshold: 5"));
        String two = file("two.yaml", "kind: [");

        Shell.Outcome outcome = flagger("lint", one, two);

        assertThat(outcome.lines())
                .filteredOn(line -> line.startsWith(one + ":"))
                .hasSize(2);
        assertThat(outcome.lines())
                .filteredOn(line -> line.startsWith(two + ":"))
                .hasSize(1);
        assertThat(outcome.lines()).last().isEqualTo("2 files: 3 errors, 0 warnings");
    }

    @Test
    void aWarningIsToldApartAndIsNoError() throws IOException {
        String hasty = file("hasty.yaml", GOOD.replace("interval: 1m", "interval: 5s"));

        Shell.Outcome outcome = flagger("lint", hasty);

        assertThat(outcome.lines())
                .first()
                .asString()
                .startsWith(hasty + ":14:15: warning: spec.analysis.interval: 5s: ");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void aDashIsTheStandardInput() {
        assertThat(flaggerWithInput(GOOD, "lint", "-").status()).isZero();
        assertThat(flaggerWithInput("kind: [", "lint", "-").out()).startsWith("<stdin>:");
    }

    @Test
    void aNameOfOnesOwnIsAnErrorUnlessAnyNameIsAccepted() throws IOException {
        String own = file("own.yaml", GOOD.replace("kind: Deployment", "kind: Job"));

        assertThat(flagger("lint", own).status()).isEqualTo(1);
        assertThat(flagger("lint", "--any-name", own).status()).isZero();
    }

    @Test
    void whatCannotBeReadIsSaidInOneLineWithoutATrace() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {0, (byte) 0xff, 1, 2});
        String missing = folder.resolve("missing.yaml").toString();

        Shell.Outcome outcome = flagger("lint", missing, folder.toString(), binary.toString());

        assertThat(outcome.lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo(missing + ":1:1: error: there is no such file"),
                        line -> assertThat(line).isEqualTo(folder + ":1:1: error: is a directory, not a file"),
                        line -> assertThat(line).startsWith(binary + ":1:2: error: is not UTF-8"),
                        line -> assertThat(line).isEqualTo("3 files: 3 errors, 0 warnings"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).isEmpty();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
