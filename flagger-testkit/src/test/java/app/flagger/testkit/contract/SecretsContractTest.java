package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.Secret;
import app.flagger.api.Secrets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SecretsContractTest {
    private static final String WHOLE = "a secret has every entry, letter by letter";
    private static final String TWO = "secrets of one name in two namespaces are two";
    private static final String BORDER = "names of namespace and secret do not run together";
    private static final String TEXTS = "its texts name no value";
    private static final String AT_ONCE = "askers at once each get their own";
    private static final String OUTAGE = "in an outage what was found before is found, or nothing";

    @Test
    void goodSecretsPass() {
        assertThat(Suite.run(new Held(Good::new)).requirePassed().unproved()).isEmpty();
    }

    @Test
    void whatCannotBeTriedIsReported() {
        Suite suite = Suite.run(new SecretsContract() {
            @Override
            protected Secrets lookup() {
                return Secrets.none();
            }

            @Override
            protected Optional<Kept> kept() {
                return Optional.empty();
            }
        });

        assertThat(suite.requirePassed().unproved())
                .containsExactly(
                        "no secret was looked for: kept() has none",
                        "secrets of one name in two namespaces were not tried: override namesake()",
                        "what an asker may not see was not tried: override hidden()");
    }

    @TestFactory
    Stream<DynamicTest> brokenLookupsAreCaught() {
        return Stream.of(
                caught("answers null", "nothing is found by the name 'contract-no-such-secret'", () -> new Good() {
                    @Override
                    public Optional<Secret> find(CanaryKey asker, String name) {
                        Optional<Secret> found = super.find(asker, name);
                        return found.isPresent() ? found : null;
                    }
                }),
                caught(
                        "throws where there is none",
                        "nothing is found by the name 'contract-no-such-secret'",
                        () -> new Good() {
                            @Override
                            public Optional<Secret> find(CanaryKey asker, String name) {
                                return Optional.of(super.find(asker, name).orElseThrow());
                            }
                        }),
                caught("takes names for paths", "nothing is found by the name './token'", () -> new Good() {
                    @Override
                    public Optional<Secret> find(CanaryKey asker, String name) {
                        return super.find(asker, name.replace("./", ""));
                    }
                }),
                caught("lets names climb out of the namespace", TWO, () -> new Good() {
                    @Override
                    public Optional<Secret> find(CanaryKey asker, String name) {
                        String[] parts = name.split("/");
                        return name.startsWith("../")
                                        && parts.length == 3
                                        && !asker.namespace().equals(parts[1])
                                ? super.find(new CanaryKey(parts[1], "x"), parts[2])
                                : super.find(asker, name);
                    }
                }),
                caught("ignores upper and lower case", "nothing is found by the name 'TOKEN'", () -> new Good() {
                    @Override
                    public Optional<Secret> find(CanaryKey asker, String name) {
                        return super.find(asker, name.toLowerCase(java.util.Locale.ROOT));
                    }
                }),
                caught("strips names", "nothing is found by the name 'token '", () -> new Good() {
                    @Override
                    public Optional<Secret> find(CanaryKey asker, String name) {
                        return super.find(asker, name.strip());
                    }
                }),
                caught(
                        "gives what it has of that name",
                        "a namespace without a secret of that name has none",
                        () -> new Good() {
                            @Override
                            public Optional<Secret> find(CanaryKey asker, String name) {
                                return super.find(asker, name).or(() -> super.find(Held.SHOP, name));
                            }
                        }),
                caught("remembers by name alone", TWO, () -> new Good() {
                    private final Map<String, Optional<Secret>> known = new LinkedHashMap<>();

                    @Override
                    public synchronized Optional<Secret> find(CanaryKey asker, String name) {
                        return known.computeIfAbsent(name, any -> super.find(asker, name));
                    }
                }),
                caught("joins its keys without a border", BORDER, () -> new Good() {
                    @Override
                    String key(CanaryKey asker, String name) {
                        return asker.namespace() + name;
                    }
                }),
                caught("shows what must not be seen", "what an asker may not see is like what is not there", () -> {
                    Good open = new Good();
                    open.denied = "";
                    return open;
                }),
                caught("refuses by throwing", "what an asker may not see is like what is not there", () -> new Good() {
                    @Override
                    public Optional<Secret> find(CanaryKey asker, String name) {
                        if (name.equals(denied)) {
                            throw new SecurityException(asker + " may not see " + name);
                        }
                        return super.find(asker, name);
                    }
                }),
                caught("has a new secret each time", "a secret is the same each time", () -> new Good() {
                    private int asked;

                    @Override
                    Secret secret(Map<String, String> entries) {
                        Map<String, String> more = new LinkedHashMap<>(entries);
                        more.put("asked", String.valueOf(++asked));
                        return super.secret(more);
                    }
                }),
                caught("strips values", WHOLE, () -> new Good() {
                    @Override
                    Secret secret(Map<String, String> entries) {
                        Map<String, String> stripped = new LinkedHashMap<>(entries);
                        stripped.replaceAll((entry, value) -> value.strip());
                        return Secret.of(stripped);
                    }
                }),
                caught("leaves out empty values", WHOLE, () -> new Good() {
                    @Override
                    Secret secret(Map<String, String> entries) {
                        Map<String, String> full = new LinkedHashMap<>(entries);
                        full.values().removeIf(String::isEmpty);
                        return Secret.of(full);
                    }
                }),
                caught("prints what it holds", TEXTS, () -> new Good() {
                    @Override
                    public String toString() {
                        return "Secrets" + held;
                    }
                }),
                caught("gives the next asker what the last one asked for", AT_ONCE, () -> new Good() {
                    private final Meeting meeting = new Meeting();
                    private volatile String asked = "";

                    @Override
                    public Optional<Secret> find(CanaryKey asker, String name) {
                        asked = key(asker, name);
                        meeting.of(8);
                        return Optional.ofNullable(held.get(asked)).map(this::secret);
                    }
                }),
                caught(
                        "never looks again",
                        "after a change the new entries are found, and what was handed out stays",
                        () -> new Good() {
                            private final Map<String, Optional<Secret>> known = new LinkedHashMap<>();

                            @Override
                            public synchronized Optional<Secret> find(CanaryKey asker, String name) {
                                return known.computeIfAbsent(key(asker, name), any -> super.find(asker, name));
                            }
                        }),
                caught("throws in an outage", OUTAGE, () -> new Good() {
                    @Override
                    public Optional<Secret> find(CanaryKey asker, String name) {
                        if (line.isCut()) {
                            throw new IllegalStateException("no answer");
                        }
                        return super.find(asker, name);
                    }
                }),
                caught("waits for the end of an outage", OUTAGE, () -> new Good() {
                    @Override
                    public Optional<Secret> find(CanaryKey asker, String name) {
                        line.use();
                        return super.find(asker, name);
                    }
                }));
    }

    @Test
    void whatFailsNamesNoValue() {
        String failures = Suite.run(new Held(() -> new Good() {
                    @Override
                    Secret secret(Map<String, String> entries) {
                        Map<String, String> other = new LinkedHashMap<>(entries);
                        other.replaceAll((entry, value) -> value + "hush-hush");
                        return Secret.of(other);
                    }

                    @Override
                    public String toString() {
                        return "Secrets" + held;
                    }
                }))
                .traces();
        assertThat(failures).contains(WHOLE).contains(TEXTS).doesNotContain("hush-hush");
    }

    private static DynamicTest caught(String flaw, String by, Supplier<Good> lookup) {
        return Suite.caught(flaw, by, new Held(lookup));
    }

    private static class Good implements Secrets {
        final Map<String, Map<String, String>> held = new java.util.TreeMap<>();
        String denied = "hidden";
        final Line line = new Line();

        @Override
        public Optional<Secret> find(CanaryKey asker, String name) {
            if (name.equals(denied)) {
                return Optional.empty();
            }
            synchronized (held) {
                return Optional.ofNullable(held.get(key(asker, name))).map(this::secret);
            }
        }

        String key(CanaryKey asker, String name) {
            return asker.namespace() + "\n" + name;
        }

        Secret secret(Map<String, String> entries) {
            return Secret.of(entries);
        }

        void put(SecretsContract.Kept kept) {
            synchronized (held) {
                held.put(key(kept.asker(), kept.name()), kept.entries());
            }
        }
    }

    private static final class Held extends SecretsContract {
        static final CanaryKey SHOP = new CanaryKey("shop", "web");
        private static final Kept KEPT = new Kept(SHOP, "token", entries("shop"));
        private static final Kept NAMESAKE = new Kept(new CanaryKey("bank", "web"), "token", entries("bank"));
        private static final Kept HIDDEN = new Kept(SHOP, "hidden", entries("hidden"));

        private final Good lookup;

        Held(Supplier<Good> lookup) {
            this.lookup = lookup.get();
            this.lookup.put(KEPT);
            this.lookup.put(NAMESAKE);
            this.lookup.put(HIDDEN);
        }

        private static Map<String, String> entries(String of) {
            Map<String, String> entries = new LinkedHashMap<>();
            entries.put("address", "https://chat.test/hush-hush-" + of);
            entries.put("token", "hush-hush-" + of + "\n");
            entries.put("empty", "");
            return entries;
        }

        @Override
        protected Secrets lookup() {
            return lookup;
        }

        @Override
        protected Optional<Kept> kept() {
            return Optional.of(KEPT);
        }

        @Override
        protected Optional<Kept> namesake() {
            return Optional.of(NAMESAKE);
        }

        @Override
        protected Optional<Kept> hidden() {
            return Optional.of(HIDDEN);
        }

        @Override
        protected void change(Map<String, String> entries) {
            lookup.put(new Kept(SHOP, "token", entries));
        }

        @Override
        protected void outage(boolean on) {
            lookup.line.cut(on);
        }

        @Override
        protected Duration patience() {
            return Duration.ofSeconds(2);
        }

        @Override
        protected List<String> secrets() {
            return List.of("hush-hush");
        }
    }
}
