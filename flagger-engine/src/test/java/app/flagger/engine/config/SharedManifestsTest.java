package app.flagger.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.ResourceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SharedManifestsTest {
    private static final Path FOLDER = Path.of("src/test/resources/manifests");
    private final Manifests manifests = Manifests.strict(Names.upstream());

    static Stream<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyManifestReadsStrictly(Path file) throws InvalidManifest {
        Bundle bundle = manifests.read(file);
        assertThat(bundle.canaries()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsWrittenReadsAsTheSameValue(Path file) throws InvalidManifest {
        for (Canary canary : manifests.read(file).canaries()) {
            assertThat(manifests.read(Manifests.toYaml(canary), "y.yaml").canary())
                    .isEqualTo(canary);
            assertThat(manifests.read(Manifests.toJson(canary), "j.json").canary())
                    .isEqualTo(canary);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aDocumentWrittenUnchangedReadsAsTheSameValueInBothForms(Path file) throws InvalidManifest {
        for (Document<Canary> document : manifests.read(file).documents()) {
            assertThat(manifests.read(document.toYaml(), "y.yaml").canary()).isEqualTo(document.value());
            assertThat(manifests.read(document.toJson(), "j").canary()).isEqualTo(document.value());
        }
    }

    @Test
    void anUnchangedDocumentIsWrittenAsItWas() throws Exception {
        for (String name :
                List.of("01-canary.yaml", "05-inline-query.yaml", "12-user-service.yaml", "13-api-gateway.yaml")) {
            Path file = FOLDER.resolve(name);
            assertThat(manifests.read(file).documents().get(0).toYaml()).isEqualTo(Files.readString(file));
        }
    }

    @Test
    void theDeploymentBesideACanaryIsSkippedAndNamed() throws InvalidManifest {
        Path file = FOLDER.resolve("17-spot-instances.yaml");
        Bundle bundle = manifests.read(file);
        assertThat(bundle.otherDocuments())
                .containsExactly(new OtherDocument(file.toString(), 1, "apps/v1", "Deployment"));
        assertThat(bundle.canary().spec().analysis().canaryAnalysis()).isPresent();
    }

    @Test
    void durationsWeightsAndLimitsArriveAsWritten() throws InvalidManifest {
        Canary canary = manifests.read(FOLDER.resolve("10-payment-api.yaml")).canary();
        assertThat(canary.key()).isEqualTo(new CanaryKey("production", "payment-api"));
        assertThat(canary.spec().analysis().interval()).contains(Duration.ofMinutes(2));
        assertThat(canary.spec().analysis().metrics().get(0).effectiveRange().min())
                .hasValue(99.95);
        assertThat(canary.spec().service().orElseThrow().targetPort()).contains("8080");
    }

    @Test
    void resourcesAreFoundByReferenceAndInTheNamespaceOfTheAsker() throws InvalidManifest {
        Bundle bundle = manifests.read(FOLDER.resolve("07-alerts.yaml"));
        CanaryKey asker = bundle.canary().key();
        assertThat(bundle.resources().alertProvider(ResourceRef.of("slack-oncall"), asker))
                .isPresent();
        assertThat(bundle.resources().alertProvider(ResourceRef.of("slack"), asker))
                .isEmpty();
        assertThat(bundle.resources()
                        .alertProvider(
                                bundle.canary()
                                        .spec()
                                        .analysis()
                                        .alerts()
                                        .get(0)
                                        .providerRef(),
                                asker))
                .isPresent();
    }
}
