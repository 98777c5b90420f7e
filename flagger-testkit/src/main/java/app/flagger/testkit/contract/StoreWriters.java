package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.PlugException.Kind;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.CanaryStore.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicNode;

/** Several writers of one status, and of several. */
final class StoreWriters {
    private static final int WRITERS = 6;

    private final CanaryStoreContract contract;

    StoreWriters(CanaryStoreContract contract) {
        this.contract = contract;
    }

    List<DynamicNode> tests() {
        return List.of(
                test("a save with a stale version is refused as CONFLICT and changes nothing", this::staleSave),
                test("a save that expects nothing is refused as CONFLICT where there is something", this::unexpected),
                test("a save that expects something is refused as CONFLICT where there is nothing", this::missing),
                test("a delete with a stale version is refused as CONFLICT and changes nothing", this::staleDelete),
                test("a version from before a deletion is stale for good", this::staleAfterDeletion),
                test("the same operation twice gives the same answer", this::sameOperation),
                contract.threads("of several first saves at once exactly one wins", () -> race(false)),
                contract.threads("of several saves at once exactly one wins", () -> race(true)),
                contract.threads("saves of different canaries at once all succeed", this::apartAtOnce));
    }

    private void staleSave() throws Exception {
        StoreSlot slot = contract.fresh();
        Stored first = slot.save("{\"n\":1}", Optional.empty());
        slot.save("{\"n\":2}", Optional.of(first.version()));
        PlugContract.requireRefused(
                Kind.CONFLICT,
                "a save with a stale version",
                call -> slot.store().save(slot.key(), "{\"n\":3}", Optional.of(first.version()), call),
                contract.call(slot.key()));
        assertThat(slot.load().map(Stored::json)).contains("{\"n\":2}");
    }

    private void unexpected() throws Exception {
        StoreSlot slot = contract.fresh();
        slot.save("{\"n\":1}", Optional.empty());
        PlugContract.requireRefused(
                Kind.CONFLICT,
                "a save that expects nothing",
                call -> slot.store().save(slot.key(), "{\"n\":2}", Optional.empty(), call),
                contract.call(slot.key()));
        assertThat(slot.load().map(Stored::json)).contains("{\"n\":1}");
    }

    private void missing() throws Exception {
        StoreSlot other = contract.fresh();
        Stored saved = other.save("{}", Optional.empty());
        StoreSlot slot = contract.fresh();
        PlugContract.requireRefused(
                Kind.CONFLICT,
                "a save that expects something",
                call -> slot.store().save(slot.key(), "{\"n\":2}", Optional.of(saved.version()), call),
                contract.call(slot.key()));
        assertThat(slot.load()).isEmpty();
    }

    private void staleDelete() throws Exception {
        StoreSlot slot = contract.fresh();
        Stored first = slot.save("{\"n\":1}", Optional.empty());
        slot.save("{\"n\":2}", Optional.of(first.version()));
        PlugContract.requireRefused(
                Kind.CONFLICT,
                "a delete with a stale version",
                call -> {
                    slot.store().delete(slot.key(), first.version(), call);
                    return "(deleted)";
                },
                contract.call(slot.key()));
        assertThat(slot.load().map(Stored::json)).contains("{\"n\":2}");
    }

    private void staleAfterDeletion() throws Exception {
        StoreSlot slot = contract.fresh();
        Stored before = slot.save("{\"n\":1}", Optional.empty());
        slot.store().delete(slot.key(), before.version(), contract.call(slot.key()));
        slot.save("{\"n\":2}", Optional.empty());
        PlugContract.requireRefused(
                Kind.CONFLICT,
                "a save with a version from before the deletion",
                call -> slot.store().save(slot.key(), "{\"n\":3}", Optional.of(before.version()), call),
                contract.call(slot.key()));
    }

    private void sameOperation() throws Exception {
        StoreSlot slot = contract.fresh();
        Stored first = slot.save("{\"n\":1}", Optional.empty());
        Calls calls = contract.calls(slot.key());
        Stored once = slot.store().save(slot.key(), "{\"n\":2}", Optional.of(first.version()), calls.call());
        Stored twice = slot.store()
                .save(
                        slot.key(),
                        "{\"n\":2}",
                        Optional.of(first.version()),
                        calls.attempt(2).call());
        assertThat(twice)
                .as("the answer to the second attempt, after the first one got lost")
                .isEqualTo(once);
        assertThat(slot.load()).contains(once);
    }

    private void race(boolean exists) throws Exception {
        StoreSlot slot = contract.fresh();
        Optional<String> version =
                exists ? Optional.of(slot.save("{\"n\":0}", Optional.empty()).version()) : Optional.empty();
        List<CancelableCall> calls = new ArrayList<>();
        List<PlugBody> bodies = new ArrayList<>();
        for (int i = 1; i <= WRITERS; i++) {
            String json = "{\"n\":" + i + "}";
            calls.add(contract.call(slot.key()));
            bodies.add(call -> slot.store().save(slot.key(), json, version, call));
        }
        List<Stored> winners = new ArrayList<>();
        for (Attempt.Outcome outcome : Crowd.run(calls, contract.patience(), bodies)) {
            if (outcome.answer() instanceof Stored stored) {
                winners.add(stored);
            } else if (!(outcome.thrown() instanceof PlugException lost) || lost.kind() != Kind.CONFLICT) {
                throw new AssertionError("who loses must be told CONFLICT", outcome.thrown());
            }
        }
        assertThat(winners).as("winners").hasSize(1);
        assertThat(slot.load()).contains(winners.get(0));
    }

    private void apartAtOnce() throws Exception {
        CanaryStore store = contract.store();
        List<CanaryKey> keys = new ArrayList<>();
        List<CancelableCall> calls = new ArrayList<>();
        List<PlugBody> bodies = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            CanaryKey key = contract.key(CanaryStoreContract.name());
            keys.add(key);
            calls.add(contract.call(key));
            bodies.add(call -> store.save(key, "{\"of\":\"" + key + "\"}", Optional.empty(), call));
        }
        for (Attempt.Outcome outcome : Crowd.run(calls, contract.patience(), bodies)) {
            assertThat(outcome.thrown()).as("what a save has thrown").isNull();
        }
        for (CanaryKey key : keys) {
            assertThat(store.load(key, contract.call(key)).map(Stored::json)).contains("{\"of\":\"" + key + "\"}");
        }
    }
}
