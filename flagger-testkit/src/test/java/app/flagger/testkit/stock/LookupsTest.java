package app.flagger.testkit.stock;

import app.flagger.api.CanaryKey;
import app.flagger.api.Secrets;
import app.flagger.api.plug.Resources;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.engine.config.Bundle;
import app.flagger.engine.config.InvalidManifest;
import app.flagger.engine.config.Manifests;
import app.flagger.testkit.contract.ResourcesContract;
import app.flagger.testkit.contract.SecretsContract;
import app.flagger.testkit.contract.TelemetryContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** What the engine looks up, and where it tells its numbers, as it comes without a cluster. */
class LookupsTest {
    @Nested
    class ResourcesOfManifests extends ResourcesContract {
        private final Bundle bundle = read();

        private static Bundle read() {
            StringBuilder manifests = new StringBuilder();
            for (String namespace : new String[] {"shop", "bank"}) {
                manifests.append("""
                        apiVersion: flagger.app/v1beta1
                        kind: MetricTemplate
                        metadata:
                          name: errors
                          namespace: %1$s
                        spec:
                          provider:
                            type: prometheus
                            address: http://prometheus.%1$s:9090
                            insecureSkipVerify: true
                            secretRef:
                              name: prometheus
                            headers:
                              Authorization:
                                - Bearer hush-hush
                          query: sum(rate(errors{namespace="%1$s"}[1m]))
                        ---
                        apiVersion: flagger.app/v1beta1
                        kind: AlertProvider
                        metadata:
                          name: on-call
                          namespace: %1$s
                        spec:
                          type: slack
                          channel: alerts-of-%1$s
                          username: flagger
                          address: https://hooks.test/hush-hush
                        ---
                        """.formatted(namespace));
            }
            try {
                return Manifests.lenient().read(manifests.toString(), "contract.yaml");
            } catch (InvalidManifest broken) {
                throw new IllegalStateException(broken);
            }
        }

        @Override
        protected Resources resources() {
            return bundle.resources();
        }

        @Override
        protected Optional<MetricTemplate> template() {
            return Optional.of(bundle.metricTemplates().get(0));
        }

        @Override
        protected Optional<AlertProvider> provider() {
            return Optional.of(bundle.alertProviders().get(0));
        }

        @Override
        protected Optional<MetricTemplate> templateNamesake() {
            return Optional.of(bundle.metricTemplates().get(1));
        }

        @Override
        protected Optional<AlertProvider> providerNamesake() {
            return Optional.of(bundle.alertProviders().get(1));
        }
    }

    @Nested
    class NoResources extends ResourcesContract {
        @Override
        protected Resources resources() {
            return Resources.none();
        }

        @Override
        protected Optional<MetricTemplate> template() {
            return Optional.empty();
        }

        @Override
        protected Optional<AlertProvider> provider() {
            return Optional.empty();
        }
    }

    @Nested
    class NoSecrets extends SecretsContract {
        @Override
        protected Secrets lookup() {
            return Secrets.none();
        }

        @Override
        protected Optional<Kept> kept() {
            return Optional.empty();
        }
    }

    @Nested
    class NoTelemetry extends TelemetryContract {
        @Override
        protected Telemetry telemetry() {
            return Telemetry.none();
        }

        @Override
        protected Optional<Map<String, Double>> series(CanaryKey canary) {
            return Optional.empty();
        }
    }
}
