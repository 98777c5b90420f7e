package app.flagger.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Severity;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import app.flagger.engine.codec.RandomValues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestFormsTest {
    private static final String CANARY = """
            apiVersion: flagger.app/v1beta1
            kind: Canary
            metadata:
              creationTimestamp: null
              uid: 0123-4567
              name: web
            spec:
              # comments are read past
              targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              provider: ~
              analysis:
                stepWeight: 10
                interval: 60s
                future: [1, 2.50, "3"]
                webhooks:
                  - url: http://a
                    retries: 0
                    name: first
                    extra: {deep: true}
                  - name: second
                    url: http://b
                    timeout: 30s
            status:
              phase: Succeeded
            """;

    private final Manifests strict = Manifests.strict(Names.any());
    private final Manifests lenient = Manifests.lenient();

    @Property(tries = 300, seed = "20261125")
    void everyCanaryReadsAsItWasWritten(@ForAll long seed) throws InvalidManifest {
        Canary canary = new RandomValues(seed).canary();
        assertThat(strict.read(Manifests.toYaml(canary), "y").canary()).isEqualTo(canary);
        assertThat(strict.read(Manifests.toJson(canary), "j.json").canary()).isEqualTo(canary);
    }

    @Property(tries = 200, seed = "20261125")
    void everyMetricTemplateAndAlertProviderReadsAsItWasWritten(@ForAll long seed) throws InvalidManifest {
        RandomValues values = new RandomValues(seed);
        var template = values.metricTemplate();
        var provider = values.alertProvider();
        Bundle yaml = strict.read(Manifests.toYaml(template) + "---\n" + Manifests.toYaml(provider), "y");
        Bundle json = strict.read(Manifests.toJson(template) + "\n" + Manifests.toJson(provider), "j.json");
        assertThat(List.of(yaml, json)).allSatisfy(bundle -> {
            assertThat(bundle.metricTemplates()).containsExactly(template);
            assertThat(bundle.alertProviders()).containsExactly(provider);
        });
    }

    @Property(tries = 200, seed = "20261125")
    void anyCanaryCanReplaceAnyOtherInADocument(@ForAll long seed) throws InvalidManifest {
        RandomValues values = new RandomValues(seed);
        Canary changed = values.canary();
        Document<Canary> document = strict.read(Manifests.toYaml(values.canary()), "y")
                .documents()
                .get(0)
                .with(changed);
        assertThat(document.value()).isEqualTo(changed);
        assertThat(strict.read(document.toYaml(), "y").canary()).isEqualTo(changed);
        assertThat(strict.read(document.toJson(), "j.json").canary()).isEqualTo(changed);
    }

    @Test
    void aChangeTouchesNothingElseInADocument() throws InvalidManifest {
        Document<Canary> document = lenient.read(CANARY, "y").documents().get(0);
        Canary canary = document.value();
        List<Webhook> hooks = canary.spec().analysis().webhooks();
        Canary changed = canary.toBuilder()
                .spec(canary.spec().toBuilder()
                        .suspend(true)
                        .analysis(canary.spec().analysis().toBuilder()
                                .stepWeight(20)
                                .threshold(3)
                                .webhooks(List.of(hooks.get(0).toBuilder()
                                        .type(HookType.ROLLBACK)
                                        .build()))
                                .build())
                        .build())
                .build();
        Document<Canary> after = document.with(changed);
        assertThat(after.toYaml()).isEqualTo("""
                        apiVersion: flagger.app/v1beta1
                        kind: Canary
                        metadata:
                          creationTimestamp: null
                          uid: 0123-4567
                          name: web
                        spec:
                          targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                          suspend: true
                          provider: ~
                          analysis:
                            stepWeight: 20
                            interval: 60s
                            threshold: 3
                            future: [1, 2.50, "3"]
                            webhooks:
                              - url: http://a
                                retries: 0
                                name: first
                                type: rollback
                                extra: {deep: true}
                        status:
                          phase: Succeeded
                        """);
        assertThat(lenient.read(after.toYaml(), "y").canary()).isEqualTo(changed);
        assertThat(after.with(canary).value()).isEqualTo(canary);
        assertThat(document.toYaml()).isEqualTo(CANARY.replace("  # comments are read past\n", ""));
    }

    @Test
    void theOldNameOfTheAnalysisIsReadUnlessTheNewOneIsThere() throws InvalidManifest {
        String old = CANARY.replace("  analysis:\n", "  canaryAnalysis:\n");
        Document<Canary> document = lenient.read(old, "y").documents().get(0);
        assertThat(document.value()).isEqualTo(lenient.read(CANARY, "y").canary());
        Canary faster = document.value().toBuilder()
                .spec(document.value().spec().toBuilder()
                        .analysis(document.value().spec().analysis().toBuilder()
                                .stepWeight(50)
                                .build())
                        .build())
                .build();
        assertThat(document.with(faster).toYaml())
                .contains("  canaryAnalysis:\n    stepWeight: 50\n")
                .doesNotContain("  analysis:");

        Bundle both = lenient.read(CANARY.replace("  provider: ~\n", "  canaryAnalysis: {stepWeight: 7}\n"), "y");
        assertThat(both.canary().spec().analysis().stepWeight()).hasValue(10);
        assertThat(both.warnings())
                .extracting(Located::toString)
                .contains("y:10:3: spec.canaryAnalysis: ignored, because analysis is given");
    }

    @ParameterizedTest
    @CsvSource({
        "60s, 1m",
        "1m30s, 1m30s",
        "90s, 1m30s",
        "100ms, 100ms",
        "1h, 1h",
        "1.5h, 1h30m",
        "3600s, 1h",
        "1500ms, 1.5s",
        "0s, 0s",
        "-5s, -5s",
        "1us, 1us",
        "1h0m0.5s, 1h0.5s",
        "2562047h, 2562047h"
    })
    void durationsAreGoDurationsAndWrittenShort(String read, String written) throws InvalidManifest {
        String text = CANARY.replace("interval: 60s", "interval: " + read);
        Canary canary = lenient.read(text, "y").canary();
        assertThat(Manifests.toYaml(canary)).contains("    interval: " + written + "\n");
    }

    @Test
    void emptyTypeAndSeverityMeanWhatUpstreamMeans() throws InvalidManifest {
        String text = CANARY.replace(
                        "    webhooks:",
                        "    alerts:\n      - {name: a, severity: \"\", providerRef: {name: p}}\n    webhooks:")
                .replace("    retries: 0", "    type: \"\"\n        retries: 0");
        Canary canary = lenient.read(text, "y").canary();
        assertThat(canary.spec().analysis().alerts().get(0).severity()).isEqualTo(Severity.INFO);
        assertThat(canary.spec().analysis().webhooks().get(0).type()).isEqualTo(HookType.ROLLOUT);
        assertThat(canary.spec().analysis().webhooks().get(0).timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void targetPortIsANumberOrANameAndZeroMeansNone() throws InvalidManifest {
        for (String[] port : new String[][] {{"http", "http"}, {"8080", "8080"}, {"\"8080\"", "8080"}, {"0", ""}}) {
            String text = CANARY.replace("  provider: ~", "  service: {port: 80, targetPort: " + port[0] + "}");
            assertThat(lenient.read(text, "y")
                            .canary()
                            .spec()
                            .service()
                            .orElseThrow()
                            .targetPort()
                            .orElse(""))
                    .isEqualTo(port[1]);
        }
    }

    @Test
    void anchorsAndMergeKeysAreWrittenOut() throws InvalidManifest {
        String text = CANARY.replace("targetRef: {api", "targetRef: &t {api")
                .replace("provider: ~", "ingressRef: {<<: *t, kind: Ingress}");
        Canary canary = lenient.read(text, "y").canary();
        assertThat(canary.spec().ingressRef().orElseThrow().kind()).isEqualTo("Ingress");
        assertThat(canary.spec().ingressRef().orElseThrow().name()).isEqualTo("web");
    }

    @Test
    void aListAsKubectlPrintsItIsRead() throws InvalidManifest {
        String item = CANARY.replaceAll("(?m)^", "    ").trim();
        Bundle bundle = lenient.read("apiVersion: v1\nkind: List\nitems:\n  - " + item + "\n", "y");
        assertThat(bundle.canary()).isEqualTo(lenient.read(CANARY, "y").canary());
        assertThat(bundle.warnings()).extracting(Located::path).contains("items[0].spec.analysis.future");
    }

    @Test
    void jsonMayBeIndentedWithTabsAndIsRecognisedByItsLook() throws InvalidManifest {
        Canary canary = lenient.read(CANARY, "y").canary();
        String json = Manifests.toJson(canary).replace("  ", "\t");
        assertThat(lenient.read(json, "no-name").canary()).isEqualTo(canary);
    }

    @Test
    void severalFilesMakeOneBundleAndReportTogether(@TempDir Path folder) throws Exception {
        Path one = Files.writeString(folder.resolve("one.yaml"), CANARY);
        Path two = Files.writeString(
                folder.resolve("two.json"),
                "{\"apiVersion\":\"flagger.app/v1beta1\",\"kind\":\"AlertProvider\",\"metadata\":{\"name\":\"a\"},"
                        + "\"spec\":{\"type\":\"slack\",\"address\":\"https://x\"}}");
        Bundle bundle = lenient.readAll(List.of(one, two));
        assertThat(bundle.canaries()).hasSize(1);
        assertThat(bundle.alertProviders()).hasSize(1);

        Files.writeString(one, CANARY.replace("kind: Canary", "kind: Canarys"));
        Files.write(two, new byte[] {'{', (byte) 0xC3, '}'});
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                InvalidManifest.class,
                                () -> lenient.readAll(List.of(one, two, folder.resolve("three.yaml"))))
                        .problems())
                .extracting(problem -> Path.of(problem.file()).getFileName() + " " + problem.message())
                .containsExactly(
                        "one.yaml must be one of Canary, MetricTemplate, AlertProvider; did you mean Canary?",
                        "two.json is not UTF-8: the byte 0xC3 does not belong here",
                        "three.yaml there is no such file");
    }

    @Test
    void aByteOrderMarkIsReadPast(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("bom.yaml"), ("\uFEFF" + CANARY).getBytes(StandardCharsets.UTF_8));
        assertThat(lenient.read(file).canaries()).hasSize(1);
    }
}
