package app.flagger.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestProblemsTest {
    private static final String CANARY = """
            apiVersion: flagger.app/v1beta1
            kind: Canary
            metadata:
              name: web
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
                metrics:
                  - name: request-success-rate
                    thresholdRange:
                      min: 99
                webhooks:
                  - name: load
                    url: http://tester/
                    metadata:
                      cmd: hey
            """;

    private final Manifests strict = Manifests.strict(Names.upstream());

    private List<String> problems(String text) {
        InvalidManifest thrown = catchThrowableOfType(InvalidManifest.class, () -> strict.read(text, "web.yaml"));
        assertThat(thrown).as("something must be wrong").isNotNull();
        return thrown.problems().stream().map(Located::toString).toList();
    }

    private List<String> changed(String from, String to) {
        assertThat(CANARY).contains(from);
        return problems(CANARY.replace(from, to));
    }

    @Test
    void theExampleItselfIsLegal() throws InvalidManifest {
        assertThat(strict.read(CANARY, "web.yaml").warnings()).isEmpty();
    }

    @Test
    void aMisspeltFieldIsNamedWithItsPlaceAndWhatWasProbablyMeant() {
        assertThat(changed("stepWeight: 10", "stepWeigth: 10"))
                .containsExactly("web.yaml:15:5: spec.analysis.stepWeigth: unknown field; did you mean stepWeight?");
    }

    @Test
    void aFieldOfNoKnownKindIsNamedWithoutAGuess() {
        assertThat(changed("threshold: 5", "colour: red"))
                .containsExactly("web.yaml:14:5: spec.analysis.colour: unknown field");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stepWeight: 10          | stepWeight: 5.0       | 15:17: spec.analysis.stepWeight: 5.0: must be a whole number, as 5
            stepWeight: 10          | stepWeight: "5"       | 15:17: spec.analysis.stepWeight: 5: must be a whole number, without quotes
            stepWeight: 10          | stepWeight: 101       | 15:17: spec.analysis.stepWeight: 101: must be between 0 and 100
            stepWeight: 10          | stepWeight: 9999999999 | 15:17: spec.analysis.stepWeight: 9999999999: must be a whole number between -2147483648 and 2147483647
            stepWeight: 10          | stepWeight: [5]       | 15:5: spec.analysis.stepWeight: a list: must be a whole number
            stepWeight: 10          | stepWeight: 1e400     | 15:17: spec.analysis.stepWeight: 1e400: must be a whole number
            interval: 1m            | interval: 60          | 13:15: spec.analysis.interval: 60: must be a duration with its unit, as 60s
            interval: 1m            | interval: 1 minute    | 13:15: spec.analysis.interval: 1 minute: must be a duration with its unit, as 30s or 1m30s
            min: 99                 | min: "99"             | 19:16: spec.analysis.metrics[0].thresholdRange.min: 99: must be a number, without quotes
            min: 99                 | min: .nan             | 19:16: spec.analysis.metrics[0].thresholdRange.min: .nan: must be a finite number
            port: 80                | port: 0               | 11:11: spec.service.port: 0: must be between 1 and 65535
            kind: Deployment        | kind: Deploymet       | 8:11: spec.targetRef.kind: Deploymet: unknown kind of target; did you mean Deployment?
            url: http://tester/     | url: tester           | 22:14: spec.analysis.webhooks[0].url: must begin with a scheme, as http://host/path
            url: http://tester/     | url: gate:night       | 22:14: spec.analysis.webhooks[0].url: gate: unknown scheme of a webhook's URL; known are http, https
            name: load              | {name: load, type: prerollout} | 21:28: spec.analysis.webhooks[0].type: prerollout: must be one of confirm-rollout, pre-rollout, rollout, confirm-traffic-increase, confirm-promotion, post-rollout, rollback, event; did you mean pre-rollout?
            cmd: hey                | cmd: on               | 24:16: spec.analysis.webhooks[0].metadata.cmd: must be a text; put it in quotes
            cmd: hey                | a.b: 7                | 24:16: spec.analysis.webhooks[0].metadata[a.b]: must be a text; put it in quotes
            apiVersion: flagger.app/v1beta1 | apiVersion: flagger.app/v1alpha3 | 1:13: apiVersion: flagger.app/v1alpha3: must be flagger.app/v1beta1
            apiVersion: flagger.app/v1beta1 | apiVersion: flager.app/v1beta1 | 1:13: apiVersion: flager.app/v1beta1: must be flagger.app/v1beta1
            kind: Canary            | kind: Canry           | 2:7: kind: Canry: must be one of Canary, MetricTemplate, AlertProvider; did you mean Canary?
            """)
    void aWrongValueIsNamedWithWhatWouldBeRight(String from, String to, String expected) {
        // a webhook in braces keeps the other fields of the list item out
        String text = to.startsWith("{")
                ? CANARY.replace(
                        "- name: load\n        url: http://tester/\n        metadata:\n          cmd: hey\n",
                        "- " + to.replace("}", ", url: http://tester/}") + "\n")
                : CANARY.replace(from, to);
        assertThat(text).isNotEqualTo(CANARY);
        assertThat(problems(text)).containsExactly("web.yaml:" + expected);
    }

    @Test
    void whatMustBeGivenIsMissedAtTheNearestPlace() {
        assertThat(changed("    name: web\n  service:", "  service:"))
                .containsExactly("web.yaml:6:3: spec.targetRef.name: must be given");
        assertThat(problems("apiVersion: flagger.app/v1beta1\nkind: Canary\n"))
                .containsExactly("web.yaml:1:1: metadata: must be given", "web.yaml:1:1: spec: must be given");
    }

    @Test
    void allProblemsOfAllDocumentsComeTogether() {
        String text = CANARY.replace("stepWeight: 10", "stepWeight: ten").replace("port: 80", "port: 70000")
                + "---\n"
                + CANARY.replace("threshold: 5", "treshold: 5")
                        .replace("name: web\nspec", "name: two\nspec")
                        .replace("      - name: load", "      - nme: load\n        retries: -1")
                + """
                ---
                apiVersion: flagger.app/v1beta1
                kind: MetricTemplate
                metadata: {name: m}
                spec:
                  provider: {type: promethus}
                  query: ""
                ---
                apiVersion: flagger.app/v1beta1
                kind: AlertProvider
                metadata: {name: a}
                spec: {type: slack, chanel: x}
                """;
        assertThat(problems(text))
                .containsExactly(
                        "web.yaml:11:11: spec.service.port: 70000: must be between 1 and 65535",
                        "web.yaml:15:17: spec.analysis.stepWeight: ten: must be a whole number",
                        "web.yaml:39:5: spec.analysis.treshold: unknown field; did you mean threshold?",
                        "web.yaml:46:9: spec.analysis.webhooks[0].nme: unknown field; did you mean name?",
                        "web.yaml:46:9: spec.analysis.webhooks[0].name: must be given",
                        "web.yaml:47:18: spec.analysis.webhooks[0].retries: -1: must not be negative",
                        "web.yaml:56:20: spec.provider.type: promethus: unknown type of metric provider; did you mean prometheus?",
                        "web.yaml:57:10: spec.query: must not be blank",
                        "web.yaml:62:1: spec: needs exactly one of address and secretRef",
                        "web.yaml:62:21: spec.chanel: unknown field; did you mean channel?");
    }

    @Test
    void aRuleThatOnlyFollowsFromAReportedFieldIsNotReportedToo() {
        assertThat(changed("stepWeight: 10", "stepWeight: ten")).hasSize(1);
        assertThat(problems("""
                        apiVersion: flagger.app/v1beta1
                        kind: AlertProvider
                        metadata: {name: a}
                        spec: {type: slack, adress: "https://x"}
                        """)).containsExactly("web.yaml:4:21: spec.adress: unknown field; did you mean address?");
    }

    @Test
    void aSecretAddressIsNeverQuoted() {
        String text = """
                apiVersion: flagger.app/v1beta1
                kind: AlertProvider
                metadata: {name: a}
                spec: {type: slack, address: [hooks.secret.example]}
                ---
                apiVersion: flagger.app/v1beta1
                kind: MetricTemplate
                metadata: {name: m}
                spec: {provider: {type: prometheus, headers: {Authorization: [4711471147]}}, query: up}
                """;
        assertThat(problems(text))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).doesNotContain("secret", "4711"));
    }

    @Test
    void aDoubledFieldIsNamedWithBothLines() {
        assertThat(changed("threshold: 5", "interval: 2m"))
                .containsExactly("web.yaml:14:5: spec.analysis.interval: given twice, first in line 13");
    }

    @Test
    void aResourceGivenTwiceIsRefused() {
        assertThat(problems(CANARY + "---\n" + CANARY))
                .containsExactly("web.yaml:26:1: Canary default/web is given twice, first in web.yaml:1");
    }

    @Test
    void anythingThatIsNoResourceIsNamed() {
        assertThat(problems("just text"))
                .containsExactly("web.yaml:1:1: must be a resource: a map with apiVersion, kind and metadata");
        assertThat(problems("a: 1"))
                .containsExactly("web.yaml:1:1: must be a resource: apiVersion and kind must be given, as texts");
    }

    @Test
    void anEmptyFileIsSaidToBeEmpty() {
        for (String text : List.of("", "\n\n", "# nothing\n", "---\n---\n", "~")) {
            assertThat(problems(text)).containsExactly("web.yaml:1:1: holds no document");
        }
    }

    @Test
    void brokenYamlIsNamedWithItsLineAfterTheProblemsBefore() {
        assertThat(changed("port: 80", "port: [80"))
                .singleElement()
                .asString()
                .startsWith("web.yaml:12:")
                .contains("not YAML: ");
        assertThat(problems(CANARY.replace("port: 80", "prt: 80") + "---\n\tx: 1"))
                .hasSize(3)
                .last()
                .asString()
                .contains("web.yaml:26:1: not YAML: ", "TAB");
    }

    @Test
    void brokenJsonIsNamedWithItsLine() {
        InvalidManifest thrown = catchThrowableOfType(
                InvalidManifest.class, () -> strict.read("{\n  \"kind\": \"Canary\",\n  oops\n}", "web.json"));
        assertThat(thrown.problems())
                .singleElement()
                .asString()
                .startsWith("web.json:3:")
                .contains("not JSON: ");
    }

    @Test
    void aBundleWithoutExactlyOneCanarySaysSo() throws InvalidManifest {
        Bundle two = strict.read(CANARY + "---\n" + CANARY.replace("name: web\nspec", "name: two\nspec"), "web.yaml");
        assertThat(catchThrowableOfType(InvalidManifest.class, two::canary))
                .hasMessage("web.yaml:1:1: holds 2 Canaries, exactly one is needed: default/web, default/two");
        Bundle none = strict.read("apiVersion: v1\nkind: Service\n", "s.yaml");
        assertThat(catchThrowableOfType(InvalidManifest.class, none::canary))
                .hasMessage("s.yaml:1:1: holds no Canary, exactly one is needed");
    }

    @Test
    void warningsNameTheLineAndTheValueThatIsUsed() throws InvalidManifest {
        String text = CANARY.replace("interval: 1m", "interval: 1s")
                .replace("url: http", "timeout: \"5\"\n        url: http");
        assertThat(strict.read(text, "web.yaml").warnings())
                .extracting(Located::toString)
                .containsExactly(
                        "web.yaml:13:15: spec.analysis.interval: 1s: below 10s, 10s is used",
                        "web.yaml:22:18: spec.analysis.webhooks[0].timeout: 5: shorter than two characters, 10s is used");
    }

    @Test
    void readingLenientlyKeepsUnknownFieldsAndNamesWithAWarning() throws InvalidManifest {
        String text = CANARY.replace("threshold: 5", "treshold: 5").replace("kind: Deployment", "kind: Job");
        Bundle bundle = Manifests.lenient().read(text, "web.yaml");
        assertThat(bundle.canary().spec().targetRef().kind()).isEqualTo("Job");
        assertThat(bundle.warnings())
                .extracting(Located::toString)
                .containsExactly("web.yaml:14:5: spec.analysis.treshold: unknown field; did you mean threshold?");
        assertThat(bundle.documents().get(0).toYaml()).isEqualTo(text);
    }

    @Test
    void whatAnEmbedderRegisteredIsLegal() throws InvalidManifest {
        String text = CANARY.replace("kind: Deployment", "kind: Job").replace("url: http", "url: gate");
        Names names = Names.upstream().withTargetKinds(List.of("Job")).withHookSchemes(List.of("gate"));
        assertThat(Manifests.strict(names)
                        .read(text, "web.yaml")
                        .canary()
                        .spec()
                        .targetRef()
                        .kind())
                .isEqualTo("Job");
        assertThat(Manifests.strict(Names.any()).read(text, "web.yaml").canaries())
                .hasSize(1);
    }
}
