package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static app.flagger.testkit.contract.Nodes.test;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.PlugException;
import app.flagger.api.PlugException.Kind;
import app.flagger.api.Revision;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicNode;

/** Whether an owner that was paused, and another has taken over from, can still give orders. */
final class WorkloadFences {
    private final WorkloadContract contract;

    WorkloadFences(WorkloadContract contract) {
        this.contract = contract;
    }

    /** An order that would change something: {@code first} runs in the primary, {@code second} is pinned beside it. */
    @FunctionalInterface
    private interface Order {
        void give(WorkloadBench bench, Revision first, Revision second, CancelableCall call) throws Exception;
    }

    DynamicNode tests() throws Exception {
        WorkloadBench bench = contract.bench();
        if (!bench.can(WorkloadAbility.COMPARE_FENCES)) {
            return test("no lower fence is refused, which it does not claim", this::noFence);
        }
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(lowerStep("pinning", (b, first, second, call) -> b.workload.pin(second, List.of(first), call)));
        tests.add(lowerStep("promoting", (b, first, second, call) -> b.workload.promote(second, call)));
        if (bench.can(WorkloadAbility.SCALE)) {
            tests.add(lowerStep(
                    "scaling to zero", (b, first, second, call) -> b.workload.scaleCanary(false, second, call)));
        }
        if (bench.can(WorkloadAbility.HOLD)) {
            tests.add(lowerStep("holding", (b, first, second, call) -> b.workload.hold(true, call)));
        }
        tests.add(lowerStep("giving back", (b, first, second, call) -> b.workload.giveBack(call)));
        tests.add(test("a lower epoch is refused as CONFLICT, however high its step is", this::lowerEpoch));
        tests.add(test("a higher epoch is taken, however low its step is", this::higherEpoch));
        return group("COMPARE_FENCES", tests);
    }

    private DynamicNode lowerStep(String name, Order order) {
        return test("a lower step is refused as CONFLICT and changes nothing: " + name, () -> {
            WorkloadBench bench = contract.bench();
            Calls old = contract.calls(contract.canary());
            refused(bench, order, old);
        });
    }

    private void lowerEpoch() throws Exception {
        WorkloadBench bench = contract.bench();
        Calls old = contract.calls(contract.canary());
        long step = old.fence().step() + 1_000;
        refused(
                bench,
                (b, first, second, call) -> b.workload.promote(second, call),
                old.fence(old.fence().epoch() - 1, step));
    }

    private void refused(WorkloadBench bench, Order order, Calls old) throws Exception {
        Revision first = bench.prepared();
        Revision second = bench.pushed(first);
        WorkloadState before = bench.observe();
        contract.requireRefused(
                Kind.CONFLICT,
                "a lower fence",
                call -> {
                    order.give(bench, first, second, old.call());
                    return "(done)";
                },
                bench.call());
        bench.settle();
        assertThat(bench.observe()).isEqualTo(before);
    }

    private void higherEpoch() throws Exception {
        WorkloadBench bench = contract.bench();
        Revision first = bench.prepared();
        Revision second = bench.pushed(first);
        bench.promote(second, contract.ofNextOwner(contract.canary()).call());
        assertThat(bench.observe().primary()).contains(second);
    }

    private void noFence() throws Exception {
        WorkloadBench bench = contract.bench();
        Calls old = contract.calls(contract.canary());
        Revision first = bench.prepared();
        Revision second = bench.pushed(first);
        try {
            bench.promote(second, old.call());
        } catch (PlugException refused) {
            throw new AssertionError("a lower fence was refused: claim COMPARE_FENCES", refused);
        }
    }
}
