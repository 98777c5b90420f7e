package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static org.assertj.core.api.Assertions.fail;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.MetricTemplate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What every {@link Resources} must do: give exactly the resource that is meant, without waiting for anything. */
public abstract class ResourcesContract extends PlugContract {
    /** For subclasses. */
    protected ResourcesContract() {}

    /** What finds resources; may be the same each time. */
    protected abstract Resources resources() throws Exception;

    /** A MetricTemplate that it finds, with as many fields as possible; nothing only if it knows none at all. */
    protected abstract Optional<MetricTemplate> template() throws Exception;

    /** An AlertProvider that it finds, with as many fields as possible; nothing only if it knows none at all. */
    protected abstract Optional<AlertProvider> provider() throws Exception;

    /** Another MetricTemplate of the same name in another namespace. */
    protected Optional<MetricTemplate> templateNamesake() throws Exception {
        return Optional.empty();
    }

    /** Another AlertProvider of the same name in another namespace. */
    protected Optional<AlertProvider> providerNamesake() throws Exception {
        return Optional.empty();
    }

    /** A canary in whose namespace there are no resources. */
    protected CanaryKey stranger() throws Exception {
        return new CanaryKey("contract-strangers", "stranger");
    }

    /** Whether a canary finds what lies in another namespace by naming it; otherwise all that is hidden. */
    protected boolean crossesNamespaces() {
        return true;
    }

    /** Puts a changed MetricTemplate in the place of the one of its key, and returns when whoever asks must get it. */
    protected void change(MetricTemplate to) throws Exception {
        throw new UnsupportedOperationException("change(MetricTemplate) is not overridden");
    }

    /** Puts a changed AlertProvider in the place of the one of its key, and returns when whoever asks must get it. */
    protected void change(AlertProvider to) throws Exception {
        throw new UnsupportedOperationException("change(AlertProvider) is not overridden");
    }

    @TestFactory
    @DisplayName("finds MetricTemplates")
    final List<DynamicNode> findsMetricTemplates() throws Exception {
        ResourceLookup<MetricTemplate> lookup = new ResourceLookup<>(
                this,
                "MetricTemplate",
                Resources::metricTemplate,
                MetricTemplate::metadata,
                this::change,
                template -> template.toBuilder()
                        .query(template.query() + " # contract-changed-" + number())
                        .build());
        return List.of(group(
                "MetricTemplate",
                lookup.tests(template(), templateNamesake(), provider().map(AlertProvider::metadata))));
    }

    @TestFactory
    @DisplayName("finds AlertProviders")
    final List<DynamicNode> findsAlertProviders() throws Exception {
        ResourceLookup<AlertProvider> lookup = new ResourceLookup<>(
                this,
                "AlertProvider",
                Resources::alertProvider,
                AlertProvider::metadata,
                this::change,
                provider -> provider.toBuilder()
                        .channel("contract-changed-" + number())
                        .build());
        return List.of(group(
                "AlertProvider",
                lookup.tests(provider(), providerNamesake(), template().map(MetricTemplate::metadata))));
    }

    @TestFactory
    @DisplayName("tells nothing")
    final List<DynamicNode> tellsNothing() {
        return List.of(Nodes.test("its texts name no address and no header", () -> {
            Resources resources = resources();
            requireSecrecy(resources);
            for (Optional<AlertProvider> provider : List.of(provider(), providerNamesake())) {
                provider.flatMap(AlertProvider::address).ifPresent(address -> requireNot(resources, address));
            }
            for (Optional<MetricTemplate> template : List.of(template(), templateNamesake())) {
                template.ifPresent(known -> known.provider()
                        .headers()
                        .values()
                        .forEach(values -> values.forEach(value -> requireNot(resources, value))));
            }
        }));
    }

    /** The failure itself must not spread the secret either. */
    private static void requireNot(Resources resources, String secret) {
        if (!secret.isBlank() && resources.toString().contains(secret)) {
            fail("toString() of %s names an address or a header", resources.getClass());
        }
    }
}
