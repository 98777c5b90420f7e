package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.HeldStore.caught;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.Subscription;
import app.flagger.api.plug.CanaryStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CanaryStoreContractTest {
    @Test
    void aGoodStorePasses() {
        assertThat(Suite.run(new HeldStore(new GoodStore())).requirePassed().unproved())
                .isEmpty();
    }

    @Test
    void aStoreThatReadsFromACachePasses() {
        Suite.run(new HeldStore(new Cached())).requirePassed();
    }

    @Test
    void whatCannotBeTriedIsReported() {
        Suite suite = Suite.run(new CanaryStoreContract() {
            private final CanaryStore store = new GoodStore();

            @Override
            protected CanaryStore store() {
                return store;
            }
        });

        assertThat(suite.requirePassed().unproved())
                .containsExactlyInAnyOrder(
                        "a restart was not tried: override reopened()",
                        "outages were not tried: override outage(boolean)",
                        "its texts were not looked at: override secrets()");
    }

    @TestFactory
    Stream<DynamicTest> everyStoreThatKeepsTextsWrongIsCaught() {
        return Stream.of(
                caught("trims texts", "white space and line ends", new Recoding(String::strip)),
                caught(
                        "knows one byte a character",
                        "letters of many scripts",
                        new Recoding(text ->
                                new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1))),
                caught(
                        "cuts off long texts",
                        "64 KiB of plain letters",
                        new Recoding(text -> text.substring(0, Math.min(60_000, text.length())))),
                caught("folds keys", "keys are kept apart", new GoodStore() {
                    @Override
                    public Optional<Stored> load(CanaryKey key, Call call) throws Exception {
                        return super.load(folded(key), call);
                    }

                    @Override
                    public Stored save(CanaryKey key, String json, Optional<String> expected, Call call)
                            throws Exception {
                        return super.save(folded(key), json, expected, call);
                    }

                    private CanaryKey folded(CanaryKey key) {
                        return new CanaryKey(key.namespace(), key.name().replaceAll("[.-]", "_"));
                    }
                }),
                caught("goes by the name alone", "keys are kept apart", new GoodStore() {
                    @Override
                    public Optional<Stored> load(CanaryKey key, Call call) throws Exception {
                        return super.load(folded(key), call);
                    }

                    @Override
                    public Stored save(CanaryKey key, String json, Optional<String> expected, Call call)
                            throws Exception {
                        return super.save(folded(key), json, expected, call);
                    }

                    @Override
                    public void delete(CanaryKey key, String expectedVersion, Call call) throws Exception {
                        super.delete(folded(key), expectedVersion, call);
                    }

                    private CanaryKey folded(CanaryKey key) {
                        return new CanaryKey("any", key.name());
                    }
                }),
                caught(
                        "forgets operations in a restart",
                        "the same operation twice gives the same answer, also after a restart",
                        new GoodStore() {
                            @Override
                            void restart() {
                                operations.clear();
                            }
                        }),
                caught("forgets all in a restart", "what was saved is there after a restart", new GoodStore() {
                    @Override
                    void restart() {
                        kept.clear();
                    }
                }),
                caught("begins with an empty object", "nothing is loaded where nothing was saved", new GoodStore() {
                    @Override
                    public Optional<Stored> load(CanaryKey key, Call call) throws Exception {
                        return Optional.of(super.load(key, call).orElse(new Stored("{}", "0")));
                    }
                }),
                caught(
                        "returns the version before",
                        "the version that a save returns is the one that is loaded",
                        new GoodStore() {
                            @Override
                            public Stored save(CanaryKey key, String json, Optional<String> expected, Call call)
                                    throws Exception {
                                Stored saved = super.save(key, json, expected, call);
                                return expected.map(version -> new Stored(json, version))
                                        .orElse(saved);
                            }
                        }),
                caught(
                        "sorts what it does not know",
                        "fields that nobody knows, in their order",
                        new Recoding(text -> text.startsWith("{\"zeta\"")
                                ? "{\"alpha\":{\"x\":null},\"beta\":\"\",\"zeta\":[1,2.50,1e3]}"
                                : text)),
                caught(
                        "cannot keep what its own format uses",
                        "quotes, escapes and control characters",
                        new Recoding(text -> text.replace("\u007F", ""))),
                caught(
                        "fails on an annotation that is not there",
                        "removing an annotation that is not there is no failure",
                        new GoodStore() {
                            @Override
                            public void removeAnnotation(CanaryKey key, String annotation, Call call)
                                    throws PlugException {
                                throw new PlugException(PlugException.Kind.GONE, "no " + annotation);
                            }
                        }),
                caught("fails when a watch is closed twice", "a watch can be closed, also twice", new GoodStore() {
                    @Override
                    public Subscription watch(Consumer<CanaryKey> changed) {
                        List<Consumer<CanaryKey>> watchers = new ArrayList<>(List.of(changed));
                        return () -> watchers.remove(0);
                    }
                }),
                caught("names versions after texts", "each save has another version", new GoodStore() {
                    @Override
                    public Stored save(CanaryKey key, String json, Optional<String> expected, Call call)
                            throws Exception {
                        Stored stored = new Stored(
                                json, super.save(key, json, expected, call).json());
                        kept.put(key, stored);
                        return stored;
                    }
                }),
                caught("tells a watch that was closed", "a closed watch tells nothing more", new Chatty()),
                caught("shows its password", "its texts name no secret", new GoodStore() {
                    @Override
                    public String toString() {
                        return "store of user:hush-hush@etcd";
                    }
                }));
    }

    /** A good store that loads from a cache, as those of Kubernetes do; the cache lags until it is waited for. */
    private static final class Cached extends GoodStore {
        private Map<CanaryKey, Stored> cache = new TreeMap<>();

        @Override
        public Optional<Stored> load(CanaryKey key, Call call) {
            synchronized (kept) {
                return Optional.ofNullable(cache.get(key));
            }
        }

        @Override
        void follow() {
            synchronized (kept) {
                cache = new TreeMap<>(kept);
            }
        }
    }

    /** Keeps texts otherwise than they were given. */
    private static final class Recoding extends GoodStore {
        private final UnaryOperator<String> recoded;

        Recoding(UnaryOperator<String> recoded) {
            this.recoded = recoded;
        }

        @Override
        public Stored save(CanaryKey key, String json, Optional<String> expected, Call call) throws Exception {
            return super.save(key, recoded.apply(json), expected, call);
        }
    }

    /** Never forgets whom to tell. */
    private static final class Chatty extends GoodStore {
        private final List<Consumer<CanaryKey>> watchers = new ArrayList<>();

        @Override
        public Subscription watch(Consumer<CanaryKey> changed) {
            watchers.add(changed);
            return Subscription.none();
        }

        @Override
        public Stored save(CanaryKey key, String json, Optional<String> expected, Call call) throws Exception {
            Stored stored = super.save(key, json, expected, call);
            watchers.forEach(watcher -> watcher.accept(key));
            return stored;
        }
    }
}
