package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.HeldStore.caught;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Stores that are caught where several write, and in outages. */
class StoreWritersTest {
    @TestFactory
    Stream<DynamicTest> everyStoreThatMixesWritersUpIsCaught() {
        return Stream.of(
                caught(
                        "ignores versions",
                        "a save with a stale version is refused as CONFLICT and changes nothing",
                        new GoodStore() {
                            @Override
                            void require(CanaryKey key, Optional<String> expected) {}
                        }),
                caught(
                        "overwrites what was there before its first save",
                        "a save that expects nothing is refused as CONFLICT where there is something",
                        new GoodStore() {
                            @Override
                            void require(CanaryKey key, Optional<String> expected) throws PlugException {
                                if (expected.isPresent()) {
                                    super.require(key, expected);
                                }
                            }
                        }),
                caught(
                        "refuses as DENIED",
                        "a save with a stale version is refused as CONFLICT and changes nothing",
                        new GoodStore() {
                            @Override
                            void require(CanaryKey key, Optional<String> expected) throws PlugException {
                                try {
                                    super.require(key, expected);
                                } catch (PlugException conflict) {
                                    throw new PlugException(PlugException.Kind.DENIED, "changed", conflict);
                                }
                            }
                        }),
                caught(
                        "does not know its own operation again",
                        "the same operation twice gives the same answer",
                        new GoodStore() {
                            @Override
                            public Stored save(CanaryKey key, String json, Optional<String> expected, Call call)
                                    throws Exception {
                                operations.clear();
                                return super.save(key, json, expected, call);
                            }
                        }),
                caught(
                        "does not know its own first save again",
                        "the same operation twice gives the same answer",
                        new GoodStore() {
                            @Override
                            public Stored save(CanaryKey key, String json, Optional<String> expected, Call call)
                                    throws Exception {
                                if (expected.isEmpty() && kept.containsKey(key)) {
                                    throw new PlugException(PlugException.Kind.CONFLICT, "it is there already");
                                }
                                return super.save(key, json, expected, call);
                            }
                        }),
                caught("counts its loads", "loading changes nothing", new GoodStore() {
                    @Override
                    public Optional<Stored> load(CanaryKey key, Call call) throws Exception {
                        kept.computeIfPresent(key, (any, live) -> new Stored(live.json(), nextVersion()));
                        return super.load(key, call);
                    }
                }),
                caught("holds one lock too few", "saves of different canaries at once all succeed", new GoodStore() {
                    private final Meeting meeting = new Meeting();
                    private volatile Optional<CanaryKey> saving = Optional.empty();

                    @Override
                    public Stored save(CanaryKey key, String json, Optional<String> expected, Call call)
                            throws Exception {
                        saving = Optional.of(key);
                        meeting.of(6);
                        return super.save(saving.orElseThrow(), json, expected, call);
                    }
                }),
                caught(
                        "counts versions anew after a deletion",
                        "a version from before a deletion is stale for good",
                        new GoodStore() {
                            @Override
                            public void delete(CanaryKey key, String expectedVersion, Call call) throws Exception {
                                super.delete(key, expectedVersion, call);
                                versions--;
                            }
                        }),
                caught(
                        "deletes whatever is there",
                        "a delete with a stale version is refused as CONFLICT and changes nothing",
                        new GoodStore() {
                            @Override
                            public void delete(CanaryKey key, String expectedVersion, Call call) {
                                kept.remove(key);
                            }
                        }),
                caught(
                        "looks first and writes later",
                        "of several saves at once exactly one wins",
                        new LookingFirst()));
    }

    @TestFactory
    Stream<DynamicTest> everyStoreThatTakesOutagesBadlyIsCaught() {
        return Stream.of(
                caught(
                        "takes an outage for an empty store",
                        "a load in an outage fails as what may be repeated",
                        new GoodStore() {
                            @Override
                            public Optional<Stored> load(CanaryKey key, Call call) throws Exception {
                                return line.isCut() ? Optional.empty() : super.load(key, call);
                            }
                        }),
                caught("pretends to have saved", "a save in an outage fails as what may be repeated", new GoodStore() {
                    @Override
                    public Stored save(CanaryKey key, String json, Optional<String> expected, Call call)
                            throws Exception {
                        return line.isCut() ? new Stored(json, "?") : super.save(key, json, expected, call);
                    }
                }),
                caught("hangs in an outage", "a save in an outage fails as what may be repeated", new HangingStore()),
                caught("stays broken after an outage", "a load works again after an outage", new GoodStore() {
                    private boolean broken;

                    @Override
                    public Optional<Stored> load(CanaryKey key, Call call) throws Exception {
                        broken |= line.isCut();
                        if (broken) {
                            throw new PlugException(PlugException.Kind.TRANSIENT, "the connection is closed");
                        }
                        return super.load(key, call);
                    }
                }),
                caught(
                        "takes an outage for a conflict",
                        "a save in an outage fails as what may be repeated",
                        new GoodStore() {
                            @Override
                            public Stored save(CanaryKey key, String json, Optional<String> expected, Call call)
                                    throws Exception {
                                if (line.isCut()) {
                                    throw new PlugException(PlugException.Kind.CONFLICT, "lost");
                                }
                                return super.save(key, json, expected, call);
                            }
                        }));
    }

    /** Compares before the others have written, and writes all the same. */
    private static final class LookingFirst extends GoodStore {
        private final Meeting meeting = new Meeting();

        @Override
        public Stored save(CanaryKey key, String json, Optional<String> expected, Call call) throws Exception {
            line.use(call);
            synchronized (kept) {
                require(key, expected);
            }
            // Until another one has looked as well.
            meeting.of(2);
            synchronized (kept) {
                Stored stored = new Stored(json, nextVersion());
                kept.put(key, stored);
                return stored;
            }
        }
    }
}
