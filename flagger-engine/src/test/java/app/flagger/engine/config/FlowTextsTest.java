package app.flagger.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.Canary;
import org.junit.jupiter.api.Test;

class FlowTextsTest {
    @Test
    void aQuestionMarkInsideAFlowMappingIsQuoted() throws InvalidManifest {
        Document<Canary> document =
                Manifests.lenient().read("""
                        {apiVersion: flagger.app/v1beta1, kind: Canary, metadata: {name: web}, spec: {targetRef:
                        {apiVersion: apps/v1, kind: Deployment, name: web}, provider: istio, analysis: {stepWeight: 10}}}
                        """, "flow.yaml").documents().get(0);
        Canary changed = document.value().toBuilder()
                .spec(document.value().spec().toBuilder().provider("mesh?x").build())
                .build();
        String yaml = document.with(changed).toYaml();
        assertThat(Manifests.lenient().read(yaml, "again.yaml").canary()).isEqualTo(changed);
    }
}
