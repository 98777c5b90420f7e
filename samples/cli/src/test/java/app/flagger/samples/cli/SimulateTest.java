package app.flagger.samples.cli;

import static app.flagger.samples.cli.Shell.flagger;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateTest {
    private static final String CANARY = """
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
                threshold: 2
                STRATEGY
                metrics:
                  - name: request-success-rate
                    thresholdRange:
                      min: 99
                  - name: request-duration
                    thresholdRange:
                      max: 500
                METRIC
            """;
    private static final String STEPS = "stepWeights: [10, 50]";
    private static final String ORDERS = "webhooks: [{name: veto, type: rollback, url: 'http://gates.test/veto'}]";

    private static final String NAMED = """
            webhooks:
                  - {name: rollback gate, type: rollback, url: 'http://hooks.test/rollback/check'}
                  - {name: confirm, type: confirm-promotion, url: 'http://hooks.test/gate/approve'}
            """;
    private static final String GATE = "webhooks: [{name: office, type: confirm-rollout, url: 'gate:office-hours'}]";

    @TempDir
    private Path folder;

    private String web;

    @BeforeEach
    void write() throws IOException {
        web = manifest(STEPS, "");
    }

    @Test
    void aVersionWithoutFaultIsPromotedAndTheTimelineSaysHow() {
        Shell.Outcome outcome = flagger("simulate", web);

        assertThat(outcome.out())
                .contains("Advance web.shop canary weight 10", "Advance web.shop canary weight 50", "Succeeded")
                .contains("shop/web: promoted after 5m");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--canary-errors, 5%, request-success-rate check failed",
        "--canary-latency, p99=900ms, request-duration check failed",
        "--metric, request-success-rate=98, request-success-rate check failed: 98.00 < 99.00"
    })
    void aVersionWithAFaultIsRolledBackAndTheTimelineSaysWhy(String option, String value, String why) {
        Shell.Outcome outcome = flagger("simulate", web, option, value, "--rps", "200");

        assertThat(outcome.out()).contains(why, "shop/web: rolled back after");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void whatIsNotAsExpectedEndsWithOne() {
        assertThat(flagger("simulate", web, "--canary-errors", "5", "--expect", "rolled-back")
                        .status())
                .isZero();

        Shell.Outcome outcome = flagger("simulate", web, "--expect", "rolled-back");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("shop/web: should have been rolled back");
    }

    @Test
    void theSameSeedGivesTheSameLineOfJson() throws IOException {
        Shell.Outcome outcome = flagger("simulate", web, "--canary-errors", "1%", "--seed", "7", "--json");
        JsonNode run = new JsonMapper().readTree(outcome.out());

        assertThat(outcome.lines()).hasSize(1);
        assertThat(run.path("canary").asText()).isEqualTo("shop/web");
        assertThat(run.path("seed").asLong()).isEqualTo(7);
        assertThat(run.path("timeline")).isNotEmpty();
        assertThat(flagger("simulate", web, "--canary-errors", "1%", "--seed", "7", "--json")
                        .out())
                .isEqualTo(outcome.out());
    }

    @Test
    void severalRunsAreADistribution() throws IOException {
        Shell.Outcome outcome = flagger("simulate", web, "--canary-errors", "1.1%", "--rps", "20", "--runs", "20");

        assertThat(outcome.out())
                .contains("shop/web", "20 runs, seeds 1 to 20: promoted ", "exposure", "time to detection  median ")
                .containsPattern("to see one alone: --seed \\d+ was promoted, --seed \\d+ was rolled back");
        assertThat(outcome.status()).isZero();

        JsonNode runs = new JsonMapper()
                .readTree(flagger("simulate", web, "--canary-errors", "30%", "--runs", "3", "--seed", "5", "--json")
                        .out());
        assertThat(runs.path("seed").asLong()).isEqualTo(5);
        assertThat(runs.path("runs").asInt()).isEqualTo(3);
        assertThat(runs.path("rolledBackPercent").asDouble()).isEqualTo(100);
        assertThat(runs.path("promotedPercent").asDouble()).isZero();
        assertThat(runs.path("endedPercent").asDouble()).isEqualTo(100);
        assertThat(runs.path("detectionSeconds").path("p50").asDouble()).isPositive();
        assertThat(runs.path("exposurePercent").path("p100").asDouble())
                .isGreaterThanOrEqualTo(runs.path("exposurePercent").path("p50").asDouble());
        assertThat(flagger("simulate", web, "--runs", "2", "--json").out()).doesNotContain("detectionSeconds");
    }

    @Test
    void everyOneOfSeveralRunsMustEndAsExpected() {
        Shell.Outcome outcome = flagger(
                "simulate", web, "--canary-errors", "1.1%", "--rps", "20", "--runs", "20", "--expect", "rolled-back");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).containsPattern("shop/web: should have been rolled back, but was not with seed \\d+");
    }

    @Test
    void ofSeveralRunsTheOneThatWasNotAsExpectedIsDrawn() throws IOException {
        Path picture = folder.resolve("web.svg");
        String[] line = {
            "simulate", web, "--canary-errors", "1.1%", "--rps", "20", "--runs", "20", "--timeline", picture.toString()
        };
        flagger(line);
        assertThat(Files.readString(picture)).contains("shop/web, seed 1: ");

        for (String expected : new String[] {"rolled-back", "promoted"}) {
            List<String> more = new ArrayList<>(List.of(line));
            more.addAll(List.of("--expect", expected));
            Matcher seed = Pattern.compile("with seed (\\d+)")
                    .matcher(flagger(more.toArray(String[]::new)).err());
            assertThat(seed.find()).isTrue();
            assertThat(Files.readString(picture)).contains("shop/web, seed " + seed.group(1) + ": ");
        }
    }

    @Test
    void aStatusThatNoHookCanHaveIsRefusedInOneLine() throws IOException {
        Shell.Outcome outcome = flagger("simulate", manifest(STEPS, ORDERS), "--hook", "veto=9999");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("status: 9999", "must be between 100 and 599");
        assertThat(outcome.err().lines()).hasSize(1);
    }

    @Test
    void theTimelineIsDrawnAsAPicture() throws Exception {
        Path picture = folder.resolve("web.svg");

        assertThat(flagger("simulate", web, "--timeline", picture.toString()).status())
                .isZero();
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(picture.toFile())
                        .getDocumentElement()
                        .getTextContent())
                .contains("shop/web, seed 1: promoted", "check passed");

        assertThat(flagger("simulate", web, "--timeline", picture.toString(), "--runs", "2", "--seed", "3")
                        .status())
                .isZero();
        assertThat(Files.readString(picture)).contains("shop/web, seed 3: promoted");
    }

    @Test
    void aPictureThatCannotBeWrittenEndsWithOneAndOfTwoCanariesWithTwo() throws IOException {
        Shell.Outcome nowhere = flagger(
                "simulate",
                web,
                "--timeline",
                folder.resolve("missing").resolve("web.svg").toString());
        assertThat(nowhere.status()).isEqualTo(1);
        assertThat(nowhere.err()).contains("web.svg: cannot be written");
        assertThat(nowhere.out()).contains("promoted");

        Path other = Files.writeString(
                folder.resolve("other.yaml"),
                Files.readString(Path.of(web)).replace("name: web\n  namespace", "name: api\n  namespace"));
        Shell.Outcome two = flagger("simulate", web, other.toString(), "--timeline", "x.svg");
        assertThat(two.status()).isEqualTo(2);
        assertThat(two.err()).contains("'--timeline': needs exactly one canary, but there are 2");
    }

    @Test
    void aMetricThatOnlyAQueryNamesIsAnsweredWithinItsLimitsAndThatIsSaid() throws IOException {
        String orders = manifest(STEPS, "  - {name: orders, query: 'sum(orders)', thresholdRange: {min: 10, max: 20}}");

        assertThat(flagger("simulate", orders).out())
                .contains("made up: metric orders is always 15, within its limits", "orders 15.00 pass", "promoted");
        assertThat(flagger("simulate", orders, "--metric", "orders=3").out())
                .doesNotContain("made up: metric orders")
                .contains("orders check failed: 3.00 < 10.00", "rolled back");
    }

    @Test
    void aMetricThatIsKnownByItsNameAloneIsAnsweredToo() throws IOException {
        String orders = manifest(STEPS, "  - {name: orders, thresholdRange: {max: 20}}");

        assertThat(flagger("simulate", orders).out()).contains("made up: metric orders is always 10", "promoted");
    }

    @Test
    void aTemplateThatIsInNoFileIsMadeUpAndThatIsSaid() throws IOException {
        String orders = manifest(STEPS, "  - {name: orders, templateRef: {name: orders}, thresholdRange: {max: 20}}");

        assertThat(flagger("simulate", orders).out())
                .contains("made up: MetricTemplate orders, which is in none of the files", "promoted");
    }

    @Test
    void aHookThatWouldRollBackSaysNoUnlessToldOtherwise() throws IOException {
        String vetoed = manifest(STEPS, ORDERS);

        assertThat(flagger("simulate", vetoed).out()).contains("made up: webhook veto answers 404", "promoted");
        assertThat(flagger("simulate", vetoed, "--hook", "veto=200").out()).contains("rolled back");
    }

    @Test
    void aHookIsToldByItsNameWhateverItsUrl() throws IOException {
        String named = manifest(STEPS, NAMED);

        assertThat(flagger("simulate", named).out())
                .contains(
                        "made up: webhook rollback gate answers 404",
                        "made up: webhook confirm answers 200",
                        "promoted");
        assertThat(flagger("simulate", named, "--hook", "rollback gate=200").out())
                .contains("Rolling back web.shop manual webhook invoked");
        Shell.Outcome closed = flagger("simulate", named, "--hook", "confirm=403", "--rps", "1");
        assertThat(closed.out())
                .contains("hook confirm answers 403", "did not end")
                .doesNotContain("Promoting");
        assertThat(closed.status()).isEqualTo(1);
    }

    @Test
    void aGateBeforeTheStartIsClosedFromTheBeginning() throws IOException {
        String held =
                manifest(STEPS, "webhooks: [{name: hold, type: confirm-rollout, url: 'http://hooks.test/gates/1'}]");

        Shell.Outcome closed = flagger("simulate", held, "--hook", "hold=403", "--rps", "1");

        assertThat(closed.out())
                .contains("Halt web.shop advancement waiting for approval hold", "did not end")
                .doesNotContain("Progressing");
        assertThat(closed.status()).isEqualTo(1);
    }

    @Test
    void aGateInJavaIsMadeUpAsOpenAndThatIsSaid() throws IOException {
        String gated = manifest(STEPS, GATE);

        Shell.Outcome open = flagger("simulate", gated);
        assertThat(open.out()).contains("made up: gate office is open", "promoted");
        assertThat(open.err()).isEmpty();
        assertThat(open.status()).isZero();

        assertThat(flagger("simulate", gated, "--hook", "office=403", "--rps", "1")
                        .out())
                .contains("waiting for approval office", "did not end")
                .doesNotContain("made up: gate", "Progressing");
    }

    @Test
    void oneGateInJavaMayBeAskedByHooksOfAllTypes() throws IOException {
        String gated = manifest(
                STEPS,
                GATE.replace(
                        "}]",
                        "}, {name: later, type: confirm-promotion, url: 'gate:office-hours'},"
                                + " {name: veto, type: rollback, url: 'gate:office-hours'}]"));

        assertThat(flagger("simulate", gated).out())
                .contains("made up: gate later is open", "made up: gate veto is closed", "promoted");
        assertThat(flagger("simulate", gated, "--hook", "veto=200").out()).contains("rolled back");
    }

    @ParameterizedTest
    @CsvSource({
        "iterations: 3, requests per second of a load test go straight to the canary",
        "'iterations: 3\n    match: [{headers: {x-user: {exact: insider}}}]', users for whom analysis.match holds"
    })
    void aCanaryThatPlainUsersDoNotReachIsSentRequestsAndThatIsSaid(String strategy, String note) throws IOException {
        String manifest = manifest(strategy, "");

        assertThat(flagger("simulate", manifest).out()).contains(note, "promoted");
        assertThat(flagger("simulate", manifest, "--canary-errors", "20%").out())
                .contains(note, "rolled back");
    }

    @ParameterizedTest
    @CsvSource({
        "--canary-errors, 300%, between 0% and 100%",
        "--canary-errors, some, must be a share as 3%",
        "--canary-latency, 900ms, must be as p99=900ms",
        "--canary-latency, 'p50=2s,p99=1s', p99 not below p50",
        "--rps, -1, must be between 0 and 10000",
        "--seed, x, --seed",
        "--runs, 0, must be between 1 and 10000",
        "--runs, many, --runs",
        "--expect, glory, must be promoted or rolled-back",
        "--metric, nothing=1, nothing is in none of the canaries",
        "--hook, nothing=200, nothing is in none of the canaries"
    })
    void anOptionThatMakesNoSenseEndsWithTwoAndSaysWhatWould(String option, String value, String message) {
        Shell.Outcome outcome = flagger("simulate", web, option, value);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void whatIsNoManifestEndsWithOneAndOneLine() throws IOException {
        String missing = folder.resolve("missing.yaml").toString();
        Path empty = Files.writeString(folder.resolve("pod.yaml"), "{apiVersion: v1, kind: Pod, metadata: {name: x}}");

        assertThat(flagger("simulate", missing).err())
                .isEqualToIgnoringNewLines(missing + ":1:1: there is no such file");
        assertThat(flagger("simulate", missing).status()).isEqualTo(1);
        assertThat(flagger("simulate", empty.toString()).err()).startsWith("no Canary in ");
        assertThat(flagger("simulate", empty.toString()).status()).isEqualTo(1);
    }

    private String manifest(String strategy, String more) throws IOException {
        String text = CANARY.replace("STRATEGY", strategy).replace("METRIC", more);
        return Files.writeString(folder.resolve("web.yaml"), text).toString();
    }
}
