package app.flagger.testkit;

import app.flagger.api.spec.Canary;
import app.flagger.engine.config.InvalidManifest;
import app.flagger.engine.config.Manifests;
import app.flagger.engine.config.Names;

/** Canaries for tests. */
final class Policies {
    private static final String CANARY = """
            apiVersion: flagger.app/v1beta1
            kind: Canary
            metadata: {name: web, namespace: shop}
            spec:
              provider: istio
              targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              service: {port: 80}
              analysis:
                interval: 30s
                threshold: 3
                STRATEGY
                metrics:
                  - {name: request-success-rate, thresholdRange: {min: 99}}
                  - {name: request-duration, thresholdRange: {max: 500}}
            """;

    private Policies() {}

    /** A canary with 30 s between checks, threshold 3 and two metrics. */
    static Simulation policy(String strategy) {
        try {
            Canary canary = Manifests.strict(Names.any())
                    .read(CANARY.replace("STRATEGY", strategy.replace("\n", "\n    ")), "web.yaml")
                    .canary();
            return Simulation.of(canary);
        } catch (InvalidManifest e) {
            throw new IllegalArgumentException(e);
        }
    }
}
