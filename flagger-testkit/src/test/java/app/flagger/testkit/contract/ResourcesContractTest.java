package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.MetricProviderSpec;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ResourceRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ResourcesContractTest {
    private static final String WHOLE = "it is found in the asker's namespace, with every field";
    private static final String OTHER = "it is found in another namespace if that is named";
    private static final String UNNAMED = "without a namespace it is not looked for in others";
    private static final String NAMED = "what is not in the namespace that is named is not looked for in the asker's";
    private static final String TWO = "those of one name in two namespaces are two";
    private static final String UNKNOWN = "nothing is found by the name 'contract-no-such-resource'";
    private static final String OUTAGE = "in an outage it is found as ever";

    @Test
    void goodResourcesPass() {
        assertThat(Suite.run(new Held(new Good())).requirePassed().unproved()).isEmpty();
    }

    @Test
    void whoeverHidesOtherNamespacesPasses() {
        Good hiding = new Good() {
            @Override
            <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
                return ref.namespace().orElse(asker.namespace()).equals(asker.namespace())
                        ? super.find(among, ref, asker)
                        : Optional.empty();
            }
        };
        assertThat(Suite.run(new Held(hiding, false)).requirePassed().unproved())
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> brokenResourcesAreCaught() {
        return Stream.of(
                caught("answers null", UNKNOWN, asks(found -> found.isPresent() ? found : null)),
                caught("throws where there is none", UNKNOWN, asks(found -> Optional.of(found.orElseThrow()))),
                caught("looks elsewhere, too", UNNAMED, new Good() {
                    @Override
                    <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
                        return super.find(among, ref, asker).or(() -> super.find(among, ref, Held.SHOP));
                    }
                }),
                caught("falls back to the asker's namespace", NAMED, new Good() {
                    @Override
                    <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
                        return super.find(among, ref, asker)
                                .or(() -> super.find(among, ResourceRef.of(ref.name()), asker));
                    }
                }),
                caught("pays no heed to the reference's namespace", OTHER, new Good() {
                    @Override
                    <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
                        return super.find(among, ResourceRef.of(ref.name()), asker);
                    }
                }),
                caught("keeps one of each name", TWO, new Good() {
                    @Override
                    String key(String namespace, String name) {
                        return name;
                    }
                }),
                caught(
                        "joins its keys without a border",
                        "names of namespace and resource do not run together",
                        new Good() {
                            @Override
                            String key(String namespace, String name) {
                                return namespace + name;
                            }
                        }),
                caught("takes whatever begins like that", "nothing is found by the name 'slac'", new Good() {
                    @Override
                    <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
                        String begin = key(ref.namespace().orElse(asker.namespace()), ref.name());
                        return among.entrySet().stream()
                                .filter(entry -> entry.getKey().startsWith(begin))
                                .map(Map.Entry::getValue)
                                .findFirst();
                    }
                }),
                caught("casts what has the name", "a name of another kind is nothing", new Good() {
                    @Override
                    public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
                        Map<String, Object> all = new LinkedHashMap<>(templates);
                        all.putAll(providers);
                        return find(all, ref, asker).map(AlertProvider.class::cast);
                    }
                }),
                Suite.caught(
                        "shows what it says it hides",
                        "what lies in another namespace is hidden",
                        new Held(new Good(), false)),
                caught("loses headers", WHOLE, new Good() {
                    @Override
                    public Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker) {
                        return super.metricTemplate(ref, asker)
                                .map(template -> template.toBuilder()
                                        .provider(template.provider().toBuilder()
                                                .headers(new LinkedHashMap<>())
                                                .build())
                                        .build());
                    }
                }),
                caught("fills in defaults", WHOLE, new Good() {
                    @Override
                    public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
                        return super.alertProvider(ref, asker)
                                .map(provider -> provider.toBuilder()
                                        .username(provider.username().orElse("flagger"))
                                        .build());
                    }
                }),
                caught("never looks again", "after a change the changed one is found", new Good() {
                    private final Map<String, Object> known = new TreeMap<>();

                    @Override
                    @SuppressWarnings("unchecked")
                    synchronized <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
                        return (Optional<T>) known.computeIfAbsent(
                                ref + " " + asker + " " + (among == (Object) templates),
                                any -> super.find(among, ref, asker));
                    }
                }),
                caught(
                        "gives the next asker what the last one asked for",
                        "askers at once each get their own",
                        new Good() {
                            private final Meeting meeting = new Meeting();
                            private volatile String asked = "";

                            @Override
                            <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
                                asked = key(ref.namespace().orElse(asker.namespace()), ref.name());
                                meeting.of(8);
                                return Optional.ofNullable(among.get(asked));
                            }
                        }),
                caught("prints what it holds", "its texts name no address and no header", new Good() {
                    @Override
                    public String toString() {
                        return "Resources"
                                + templates.values().stream()
                                        .map(template -> template.provider().headers())
                                        .toList();
                    }
                }),
                caught("prints addresses", "its texts name no address and no header", new Good() {
                    @Override
                    public String toString() {
                        return "Resources"
                                + providers.values().stream()
                                        .map(AlertProvider::address)
                                        .toList();
                    }
                }),
                caught("knows nothing in an outage", OUTAGE, new Good() {
                    @Override
                    <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
                        return line.isCut() ? Optional.empty() : super.find(among, ref, asker);
                    }
                }),
                caught("asks over the wire", OUTAGE, new Good() {
                    @Override
                    <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
                        if (line.isCut()) {
                            throw new java.io.UncheckedIOException(new java.io.IOException("no answer"));
                        }
                        return super.find(among, ref, asker);
                    }
                }));
    }

    private static Good asks(Function<Optional<?>, Optional<?>> answer) {
        return new Good() {
            @Override
            @SuppressWarnings("unchecked")
            <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
                return (Optional<T>) answer.apply(super.find(among, ref, asker));
            }
        };
    }

    private static DynamicTest caught(String flaw, String by, Good resources) {
        return Suite.caught(flaw, by, new Held(resources));
    }

    private static class Good implements Resources {
        final Map<String, MetricTemplate> templates = new TreeMap<>();
        final Map<String, AlertProvider> providers = new TreeMap<>();
        final Line line = new Line();

        @Override
        public Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker) {
            return find(templates, ref, asker);
        }

        @Override
        public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
            return find(providers, ref, asker);
        }

        <T> Optional<T> find(Map<String, T> among, ResourceRef ref, CanaryKey asker) {
            return Optional.ofNullable(among.get(key(ref.namespace().orElse(asker.namespace()), ref.name())));
        }

        String key(String namespace, String name) {
            return namespace + "/" + name;
        }

        void put(MetricTemplate template) {
            templates.put(
                    key(template.metadata().namespace(), template.metadata().name()), template);
        }

        void put(AlertProvider provider) {
            providers.put(
                    key(provider.metadata().namespace(), provider.metadata().name()), provider);
        }
    }

    private static final class Held extends ResourcesContract {
        static final CanaryKey SHOP = new CanaryKey("shop", "web");

        private final Good resources;
        private final boolean crosses;

        Held(Good resources) {
            this(resources, true);
        }

        Held(Good resources, boolean crosses) {
            this.resources = resources;
            this.crosses = crosses;
            for (Optional<MetricTemplate> template : List.of(template("shop"), template("bank"))) {
                resources.put(template.orElseThrow());
            }
            for (Optional<AlertProvider> provider : List.of(provider("shop"), provider("bank"))) {
                resources.put(provider.orElseThrow());
            }
        }

        private static ObjectMetadata metadata(String namespace, String name) {
            return ObjectMetadata.builder().namespace(namespace).name(name).build();
        }

        private static Optional<MetricTemplate> template(String namespace) {
            return Optional.of(MetricTemplate.builder()
                    .metadata(metadata(namespace, "errors"))
                    .provider(MetricProviderSpec.builder()
                            .type("prometheus")
                            .address("http://prometheus.test")
                            .putHeaders("Authorization", List.of("Bearer hush-hush"))
                            .secretRef("prometheus")
                            .build())
                    .query("errors of " + namespace)
                    .build());
        }

        private static Optional<AlertProvider> provider(String namespace) {
            return Optional.of(AlertProvider.builder()
                    .metadata(metadata(namespace, "slack"))
                    .type("slack")
                    .channel("alerts-of-" + namespace)
                    .address("https://chat.test/hush-hush")
                    .build());
        }

        @Override
        protected Resources resources() {
            return resources;
        }

        @Override
        protected Optional<MetricTemplate> template() {
            return template("shop");
        }

        @Override
        protected Optional<AlertProvider> provider() {
            return provider("shop");
        }

        @Override
        protected Optional<MetricTemplate> templateNamesake() {
            return template("bank");
        }

        @Override
        protected Optional<AlertProvider> providerNamesake() {
            return provider("bank");
        }

        @Override
        protected boolean crossesNamespaces() {
            return crosses;
        }

        @Override
        protected void change(MetricTemplate to) {
            resources.put(to);
        }

        @Override
        protected void change(AlertProvider to) {
            resources.put(to);
        }

        @Override
        protected void outage(boolean on) {
            resources.line.cut(on);
        }
    }
}
