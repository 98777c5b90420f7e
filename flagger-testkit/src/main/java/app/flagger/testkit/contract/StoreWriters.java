package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.CanaryStore.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicNode;

/** Several writers of one status, and of several. */
final class StoreWriters {
    private static final int WRITERS = 6;
    private static final String ONE = "{\"n\":1}";
    private static final String TWO = "{\"n\":2}";
    private static final String THREE = "{\"n\":3}";

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
        Stored first = slot.save(ONE, Optional.empty());
        slot.save(TWO, Optional.of(first.version()));
        slot.requireConflict(
                "a save with a stale version", call -> slot.save(THREE, Optional.of(first.version()), call));
        assertThat(slot.json()).contains(TWO);
    }

    private void unexpected() throws Exception {
        StoreSlot slot = contract.fresh();
        slot.save(ONE, Optional.empty());
        slot.requireConflict("a save that expects nothing", call -> slot.save(TWO, Optional.empty(), call));
        assertThat(slot.json()).contains(ONE);
    }

    private void missing() throws Exception {
        Stored saved = contract.fresh().save(ONE, Optional.empty());
        StoreSlot slot = contract.fresh();
        slot.requireConflict(
                "a save that expects something", call -> slot.save(TWO, Optional.of(saved.version()), call));
        assertThat(slot.load()).isEmpty();
    }

    private void staleDelete() throws Exception {
        StoreSlot slot = contract.fresh();
        Stored first = slot.save(ONE, Optional.empty());
        slot.save(TWO, Optional.of(first.version()));
        slot.requireConflict("a delete with a stale version", call -> slot.delete(first.version()));
        assertThat(slot.json()).contains(TWO);
    }

    private void staleAfterDeletion() throws Exception {
        StoreSlot slot = contract.fresh();
        Stored before = slot.save(ONE, Optional.empty());
        slot.delete(before.version());
        slot.save(TWO, Optional.empty());
        slot.requireConflict(
                "a save with a version from before the deletion",
                call -> slot.save(THREE, Optional.of(before.version()), call));
    }

    private void sameOperation() throws Exception {
        StoreSlot slot = contract.fresh();
        Stored first = sameOperation(slot, ONE, Optional.empty());
        Stored second = sameOperation(slot, TWO, Optional.of(first.version()));
        assertThat(slot.load()).contains(second);
    }

    private Stored sameOperation(StoreSlot slot, String json, Optional<String> expected) throws Exception {
        Calls calls = contract.calls(slot.key());
        Stored once = slot.save(json, expected, calls.call());
        assertThat(slot.save(json, expected, calls.attempt(2).call()))
                .as("the answer to the second attempt, after the first one got lost")
                .isEqualTo(once);
        return once;
    }

    private void race(boolean exists) throws Exception {
        StoreSlot slot = contract.fresh();
        Optional<String> version =
                exists ? Optional.of(slot.save(ONE, Optional.empty()).version()) : Optional.empty();
        List<CancelableCall> calls = new ArrayList<>();
        List<PlugBody> bodies = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String json = "{\"writer\":" + i + "}";
            calls.add(contract.call(slot.key()));
            bodies.add(call -> slot.save(json, version, call));
        }
        List<Stored> winners = new ArrayList<>();
        for (Attempt.Outcome outcome : Crowd.run(calls, contract.patience(), bodies)) {
            if (outcome.answer() instanceof Stored stored) {
                winners.add(stored);
            } else if (!PlugContract.isConflict(outcome.thrown())) {
                throw contract.failure("who loses must be told CONFLICT", outcome.thrown());
            }
        }
        assertThat(winners).as("winners").hasSize(1);
        assertThat(slot.load()).contains(winners.get(0));
    }

    private void apartAtOnce() throws Exception {
        List<StoreSlot> slots = new ArrayList<>();
        List<CancelableCall> calls = new ArrayList<>();
        List<PlugBody> bodies = new ArrayList<>();
        CanaryStore store = contract.store();
        for (int i = 0; i < WRITERS; i++) {
            StoreSlot slot = contract.fresh(store);
            slots.add(slot);
            calls.add(contract.call(slot.key()));
            bodies.add(call -> slot.save(slot.text(), Optional.empty(), call));
        }
        for (Attempt.Outcome outcome : Crowd.run(calls, contract.patience(), bodies)) {
            assertThat(outcome.thrown()).as("what a save has thrown").isNull();
        }
        for (StoreSlot slot : slots) {
            assertThat(slot.json()).contains(slot.text());
        }
    }
}
