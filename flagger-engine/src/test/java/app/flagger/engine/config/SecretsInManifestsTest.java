package app.flagger.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.InvalidResource;
import app.flagger.api.spec.Webhook;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a manifest, no message quotes what stands in a place for secrets. */
class SecretsInManifestsTest {
    private static final String MARK = "hush-hush";

    private static final String MANIFEST = """
            apiVersion: flagger.app/v1beta1
            kind: Canary
            metadata:
              name: web
            spec:
              targetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: web
              analysis:
                interval: 1m
                threshold: 5
                stepWeight: 10
                webhooks:
                  - name: load-test
                    url: https://user:hush-hush@hooks/one
                    metadata:
                      cmd: "hey -H 'token: hush-hush'"
                      token: hush-hush
            ---
            apiVersion: flagger.app/v1beta1
            kind: MetricTemplate
            metadata:
              name: errors
            spec:
              provider:
                type: prometheus
                address: https://user:hush-hush@metrics
                headers:
                  Authorization:
                    - Bearer hush-hush
              query: up
            ---
            apiVersion: flagger.app/v1beta1
            kind: AlertProvider
            metadata:
              name: chat
            spec:
              type: slack
              address: https://chat/hush-hush
              proxy: http://user:hush-hush@proxy
            """;

    /** Where secrets stand, each with the value as it is written. */
    private static final List<String> VALUES = values();

    private static List<String> values() {
        List<String> values = new ArrayList<>();
        Matcher value =
                Pattern.compile("(?m)(?:: |- )(\\S.*hush-hush.*|hush-hush)$").matcher(MANIFEST);
        while (value.find()) {
            values.add(value.group(1));
        }
        assertThat(values).hasSize(7);
        return values;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[%s]",
                "{%s: 1}",
                "{a: %s}",
                "\n        - %s",
                "\"%s",
                "'%s",
                "%s: %s",
                "!secret %s",
                "&x %s",
                "*%s",
                "@%s",
                "`%s",
                "%% %s",
                "%s\n\t",
                "| %s",
                "> %s",
                "0x%s",
                "!%s",
                "? %s",
                "! %s"
            })
    void noFormOfAValueIsQuoted(String form) {
        for (String value : VALUES) {
            String plain = value.replaceAll("[\"']", "");
            requireSilence(MANIFEST.replace(value, form.replace("%s", plain).replace("%%", "%")));
            requireSilence(MANIFEST.replace(value, form.replace("%s", MARK).replace("%%", "%")));
        }
    }

    @Property(tries = 1_500, seed = "20261125")
    void noSlipOfTheKeyboardMakesAMessageQuoteIt(
            @ForAll @IntRange(max = 1_200) int where, @ForAll("slips") String slip) {
        int at = where % MANIFEST.length();
        requireSilence(MANIFEST.substring(0, at) + slip + MANIFEST.substring(at));
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> slips() {
        return net.jqwik.api.Arbitraries.of(
                "[", "]", "{", "}", "\"", "'", "\n", "\t", ":", ": ", "-", "- ", "#", " #", "&", "*", "!", "%", "@",
                "|", ">", ",", "?", "\0", "\uFFFE", "---\n");
    }

    @Test
    void aHookWithoutASchemeIsRefusedWithoutItsAddress() {
        assertThatThrownBy(
                        () -> Webhook.builder().name("hook").url("chat/" + MARK).build())
                .isInstanceOf(InvalidResource.class)
                .hasMessageContaining("scheme")
                .hasMessageNotContaining(MARK);
        requireSilence(MANIFEST.replace("https://user:hush-hush@hooks/one", "hooks/hush-hush"));
    }

    private static void requireSilence(String manifest) {
        for (Manifests manifests : List.of(Manifests.lenient(), Manifests.strict(Names.upstream()))) {
            List<String> said = said(manifests, manifest);
            assertThat(said).filteredOn(text -> text.contains(MARK)).isEmpty();
        }
    }

    private static List<String> said(Manifests manifests, String manifest) {
        try {
            Bundle bundle = manifests.read(manifest, "web.yaml");
            return Stream.of(
                            Stream.of(bundle, bundle.resources()),
                            bundle.warnings().stream(),
                            bundle.canaries().stream(),
                            bundle.canaries().stream().flatMap(canary -> canary.warnings().stream()),
                            bundle.metricTemplates().stream(),
                            bundle.alertProviders().stream(),
                            bundle.documents().stream(),
                            bundle.metricTemplateDocuments().stream(),
                            bundle.alertProviderDocuments().stream(),
                            bundle.otherDocuments().stream())
                    .flatMap(all -> all)
                    .map(String::valueOf)
                    .toList();
        } catch (InvalidManifest refused) {
            return Stream.concat(
                            Stream.of(refused.toString(), String.valueOf(refused.getCause())),
                            refused.problems().stream().map(String::valueOf))
                    .toList();
        }
    }
}
