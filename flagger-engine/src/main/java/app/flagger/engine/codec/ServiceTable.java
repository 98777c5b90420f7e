package app.flagger.engine.codec;

import app.flagger.api.Settings;
import app.flagger.api.spec.ServiceSpec;
import java.util.Optional;

/** {@code spec.service}. */
final class ServiceTable {
    static final Codec<ServiceSpec> SERVICE = service();

    private ServiceTable() {}

    private static Codec<ServiceSpec> service() {
        Codec<Settings> part = Codecs.SETTINGS;
        return Table.of(ServiceSpec::builder, ServiceSpec.Builder::build)
                .optional("name", Codecs.TEXT, ServiceSpec::name, ServiceSpec.Builder::name)
                .required("port", Codecs.WHOLE, ServiceSpec::port, ServiceSpec.Builder::port, 80)
                .optional("portName", Codecs.TEXT, ServiceSpec::portName, ServiceSpec.Builder::portName)
                .optional("targetPort", new PortCodec(), ServiceSpec::targetPort, ServiceTable::targetPort)
                .optional("appProtocol", Codecs.TEXT, ServiceSpec::appProtocol, ServiceSpec.Builder::appProtocol)
                .optional(
                        "trafficDistribution",
                        Codecs.TEXT,
                        ServiceSpec::trafficDistribution,
                        ServiceSpec.Builder::trafficDistribution)
                .flag("portDiscovery", ServiceSpec::portDiscovery, ServiceSpec.Builder::portDiscovery)
                .flag("headless", ServiceSpec::headless, ServiceSpec.Builder::headless)
                .optional("timeout", Codecs.DURATION, ServiceSpec::timeout, ServiceSpec.Builder::timeout)
                .optional(
                        "backendTimeout",
                        Codecs.DURATION,
                        ServiceSpec::backendTimeout,
                        ServiceSpec.Builder::backendTimeout)
                .list("gatewayRefs", part, ServiceSpec::gatewayRefs, ServiceSpec.Builder::gatewayRefs)
                .list("hosts", Codecs.TEXT, ServiceSpec::hosts, ServiceSpec.Builder::hosts)
                .list("gateways", Codecs.TEXT, ServiceSpec::gateways, ServiceSpec.Builder::gateways)
                .flag("delegation", ServiceSpec::delegation, ServiceSpec.Builder::delegation)
                .optional("trafficPolicy", part, ServiceSpec::trafficPolicy, ServiceSpec.Builder::trafficPolicy)
                .list("match", MatchTables.HTTP, ServiceSpec::match, ServiceSpec.Builder::match)
                .optional("rewrite", part, ServiceSpec::rewrite, ServiceSpec.Builder::rewrite)
                .optional("retries", part, ServiceSpec::retries, ServiceSpec.Builder::retries)
                .optional("headers", part, ServiceSpec::headers, ServiceSpec.Builder::headers)
                .list("mirror", part, ServiceSpec::mirror, ServiceSpec.Builder::mirror)
                .optional("corsPolicy", part, ServiceSpec::corsPolicy, ServiceSpec.Builder::corsPolicy)
                .optional("meshName", Codecs.TEXT, ServiceSpec::meshName, ServiceSpec.Builder::meshName)
                .list("backends", Codecs.TEXT, ServiceSpec::backends, ServiceSpec.Builder::backends)
                .optional("apex", part, ServiceSpec::apex, ServiceSpec.Builder::apex)
                .optional("primary", part, ServiceSpec::primary, ServiceSpec.Builder::primary)
                .optional("canary", part, ServiceSpec::canary, ServiceSpec.Builder::canary)
                .optional(
                        "unmanagedMetadata",
                        part,
                        ServiceSpec::unmanagedMetadata,
                        ServiceSpec.Builder::unmanagedMetadata);
    }

    private static void targetPort(ServiceSpec.Builder builder, String port) {
        if (!port.equals("0")) { // upstream takes 0 for "not given"
            builder.targetPort(port);
        }
    }

    /** A port by number or by name. */
    private static final class PortCodec implements Codec<String> {
        private static final int HIGHEST = 65_535;

        @Override
        public Optional<String> read(Node node, Place at, Reading reading) {
            if (!(node instanceof Scalar scalar) || scalar.kind() != Scalar.Kind.WHOLE) {
                boolean named = node instanceof Scalar scalar
                        && scalar.kind() == Scalar.Kind.TEXT
                        && !scalar.text().isBlank();
                if (!named) {
                    reading.wrong(at, node, "must be the number or the name of a port");
                    return Optional.empty();
                }
                return Codecs.TEXT.read(node, at, reading);
            }
            if (scalar.asLong() < 0 || scalar.asLong() > HIGHEST) {
                reading.wrong(at, node, "must be between 1 and " + HIGHEST + ", or the name of a port");
                return Optional.empty();
            }
            return Optional.of(Long.toString(scalar.asLong()));
        }

        @Override
        public Node write(String port) {
            boolean number = port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= HIGHEST;
            return number ? Scalar.whole(Integer.parseInt(port)) : Scalar.text(port);
        }
    }
}
