package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.Subscription;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.CanaryStore.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link CanaryStore} must do: give back byte for byte what was saved, and let one of several writers win. Each test uses
 * keys that no other uses, and deletes nothing that it did not save.
 */
public abstract class CanaryStoreContract extends PlugContract {
    private static final int LARGE = 64 * 1024;
    private static final String NAMESPACE = "contract";
    private static final String OTHER_NAMESPACE = "contract-other";

    /** For subclasses. */
    protected CanaryStoreContract() {}

    /** The store; may be the same each time. */
    protected abstract CanaryStore store() throws Exception;

    /** The same store as it is found after a restart of the process. */
    protected Optional<CanaryStore> reopened() throws Exception {
        return Optional.empty();
    }

    /**
     * A key under which nothing was saved yet; override it where something must exist before a status can be saved.
     *
     * @param namespace one of two; where they do not exist, others may stand for them, always the same for each
     * @param name another one each time, but for keys of one name in both namespaces
     */
    protected CanaryKey key(String namespace, String name) throws Exception {
        return new CanaryKey(namespace, name);
    }

    /**
     * Waits until loads tell what is there now: for a store that loads from a cache. Called after whatever was changed, perhaps by
     * several threads at once.
     */
    protected void catchUp() throws Exception {}

    @TestFactory
    @DisplayName("gives back what was saved")
    final List<DynamicNode> givesBackWhatWasSaved() throws Exception {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test(
                "nothing is loaded where nothing was saved",
                () -> assertThat(fresh().load()).isEmpty()));
        tests.add(group("text comes back byte for byte", texts()));
        tests.add(test("the version that a save returns is the one that is loaded", this::versionIsLoaded));
        tests.add(test("each save has another version", this::versionsDiffer));
        tests.add(test("loading changes nothing", this::loadingChangesNothing));
        tests.add(test("keys are kept apart", this::keysApart));
        tests.add(test("a deleted status is gone and can be saved anew", this::deleted));
        if (reopened().isPresent()) {
            tests.add(test("what was saved is there after a restart", this::survives));
            tests.add(test(
                    "the same operation twice gives the same answer, also after a restart", this::operationSurvives));
        } else {
            tests.add(untried("a restart was not tried: override reopened()"));
        }
        return tests;
    }

    @TestFactory
    @DisplayName("lets one of several writers win")
    final List<DynamicNode> letsOneWriterWin() {
        return new StoreWriters(this).tests();
    }

    @TestFactory
    @DisplayName("watches and ends")
    final List<DynamicNode> watches() {
        return List.of(
                test("a watch can be closed, also twice", () -> {
                    Subscription watch = store().watch(key -> {});
                    watch.close();
                    watch.close();
                }),
                test("a closed watch tells nothing more", this::closedWatch),
                test("removing an annotation that is not there is no failure", () -> {
                    StoreSlot slot = fresh();
                    slot.save("{}", Optional.empty());
                    slot.store().removeAnnotation(slot.key(), "flagger.app/reset", call(slot.key()));
                }));
    }

    @TestFactory
    @DisplayName("survives outages")
    final List<DynamicNode> survivesOutages() {
        List<DynamicNode> tests = new ArrayList<>(outages(List.of(
                // A store may answer from a cache.
                new Deed(
                        "a load",
                        () -> {
                            StoreSlot slot = fresh();
                            slot.save("{\"kept\":1}", Optional.empty());
                            return Deed.Ready.same(
                                    slot.key(),
                                    call -> slot.store()
                                            .load(slot.key(), call)
                                            .map(Stored::json)
                                            .orElse("(nothing)"));
                        },
                        "{\"kept\":1}"::equals),
                Deed.never("a save", () -> {
                    StoreSlot slot = fresh();
                    return new Deed.Ready(
                            slot.key(), call -> slot.store().save(slot.key(), "{}", Optional.empty(), call), call -> {
                                catchUp();
                                return slot.save("{\"again\":1}", slot.version(), call);
                            });
                }))));
        tests.add(secrecy(this::store));
        return tests;
    }

    private List<DynamicNode> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("an empty object", "{}");
        texts.put(
                "fields that nobody knows, in their order",
                "{\"zeta\":[1,2.50,1e3],\"alpha\":{\"x\":null},\"beta\":\"\"}");
        texts.put("white space and line ends", "{\r\n\t\"a\" :  1 ,\n \"b\": 2}\n");
        texts.put(
                "letters of many scripts",
                "{\"text\":\"Grüße, 世界, \uD83D\uDE80, \u200F\u0645\u0631\u062D\u0628\u0627, e\u0301\"}");
        texts.put("quotes, escapes and control characters", "{\"text\":\"\\\"'\\\\ \\u0000 \u007F $1 %s ${x} <&>\"}");
        texts.put("64 KiB of plain letters", "{\"text\":\"" + "x".repeat(LARGE) + "\"}");
        texts.put("64 KiB of other letters", "{\"text\":\"" + "世".repeat(LARGE / 3) + "\"}");
        List<DynamicNode> tests = new ArrayList<>();
        texts.forEach((name, json) -> tests.add(test(name, () -> {
            StoreSlot slot = fresh();
            Stored first = slot.save("{\"first\":true}", Optional.empty());
            assertThat(slot.save(json, Optional.of(first.version())).json())
                    .as("what the save returns")
                    .isEqualTo(json);
            assertThat(slot.json()).as("what is loaded").contains(json);
        })));
        return tests;
    }

    private void versionIsLoaded() throws Exception {
        StoreSlot slot = fresh();
        Stored saved = slot.save("{\"n\":1}", Optional.empty());
        assertThat(slot.version()).contains(saved.version());
        Stored again = slot.save("{\"n\":2}", Optional.of(saved.version()));
        assertThat(slot.version()).contains(again.version());
    }

    private void versionsDiffer() throws Exception {
        StoreSlot slot = fresh();
        Set<String> versions = new LinkedHashSet<>();
        Optional<String> version = Optional.empty();
        for (int i = 0; i < 5; i++) {
            // Back and forth between two texts: a version is no name of a text.
            version = Optional.of(slot.save("{\"n\":" + i % 2 + "}", version).version());
            versions.add(version.get());
        }
        assertThat(versions).as("versions of five saves").hasSize(5);
    }

    private void loadingChangesNothing() throws Exception {
        StoreSlot slot = fresh();
        Stored saved = slot.save("{\"n\":1}", Optional.empty());
        slot.load();
        assertThat(slot.load()).contains(saved);
    }

    private void keysApart() throws Exception {
        CanaryStore store = store();
        String name = name();
        List<StoreSlot> slots = new ArrayList<>();
        for (String variant : List.of(name, name + "x", name + ".x", name + "-x", "x" + name)) {
            slots.add(new StoreSlot(this, store, key(NAMESPACE, variant)));
        }
        slots.add(new StoreSlot(this, store, key(OTHER_NAMESPACE, name)));
        for (StoreSlot slot : slots) {
            slot.save(slot.text(), Optional.empty());
        }
        for (StoreSlot slot : slots) {
            assertThat(slot.json()).contains(slot.text());
        }
        StoreSlot first = slots.get(0);
        first.delete(first.version().orElseThrow());
        for (StoreSlot slot : slots.subList(1, slots.size())) {
            assertThat(slot.json())
                    .as("%s after %s was deleted", slot.key(), first.key())
                    .contains(slot.text());
        }
    }

    private void deleted() throws Exception {
        StoreSlot slot = fresh();
        Stored saved = slot.save("{\"n\":1}", Optional.empty());
        slot.delete(saved.version());
        assertThat(slot.load()).isEmpty();
        slot.save("{\"n\":2}", Optional.empty());
        assertThat(slot.json()).contains("{\"n\":2}");
    }

    private void survives() throws Exception {
        StoreSlot slot = fresh();
        Stored saved = slot.save("{\"n\":1}", Optional.empty());
        StoreSlot after = new StoreSlot(this, reopened().orElseThrow(), slot.key());
        assertThat(after.json()).contains(saved.json());
        after.save("{\"n\":2}", after.version());
        assertThat(after.json()).contains("{\"n\":2}");
    }

    private void operationSurvives() throws Exception {
        StoreSlot slot = fresh();
        Calls calls = calls(slot.key());
        Stored saved = slot.save("{}", Optional.empty(), calls.call());
        StoreSlot after = new StoreSlot(this, reopened().orElseThrow(), slot.key());
        assertThat(after.save("{}", Optional.empty(), calls.attempt(2).call())).isEqualTo(saved);
    }

    private void closedWatch() throws Exception {
        StoreSlot slot = fresh();
        AtomicLong told = new AtomicLong();
        slot.store().watch(key -> told.incrementAndGet()).close();
        slot.save("{}", Optional.empty());
        assertThat(told).hasValue(0);
    }

    private static String name() {
        return "status-" + number();
    }

    final StoreSlot fresh() throws Exception {
        return fresh(store());
    }

    /** A key of that store under which nothing was saved yet. */
    final StoreSlot fresh(CanaryStore store) throws Exception {
        return new StoreSlot(this, store, key(NAMESPACE, name()));
    }
}
