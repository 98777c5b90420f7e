package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static app.flagger.testkit.contract.Nodes.test;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DynamicNode;

/** Whether a workload does what it claims, and nothing that it does not claim. */
final class WorkloadAbilities {
    private final WorkloadContract contract;

    WorkloadAbilities(WorkloadContract contract) {
        this.contract = contract;
    }

    List<DynamicNode> tests() throws Exception {
        WorkloadBench bench = contract.bench();
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(
                bench.can(WorkloadAbility.SCALE)
                        ? group("SCALE", scaling())
                        : test("the canary is not scaled, which it does not claim", this::noScaling));
        tests.add(
                bench.can(WorkloadAbility.HOLD)
                        ? group("HOLD", holding())
                        : test("nothing is held, which it does not claim", this::noHolding));
        if (bench.can(WorkloadAbility.UPDATE_KEEPS_A_REPLICA)) {
            tests.add(group(
                    "UPDATE_KEEPS_A_REPLICA",
                    List.of(test(
                            "the primary has an available replica whenever it is looked at during its update",
                            this::keepsAReplica))));
        }
        tests.add(group(
                "giving back",
                List.of(
                        test("the target is up as its owner wrote it, and not held", () -> givenBack(1)),
                        test("giving back twice is as good as once", () -> givenBack(2)))));
        return tests;
    }

    private List<DynamicNode> scaling() {
        return List.of(
                test("scaled to zero the canary has no replica and no revision", () -> {
                    WorkloadBench bench = contract.bench();
                    Revision first = bench.prepared();
                    bench.scaled(false, first);
                    bench.scaled(false, first);
                    assertThat(bench.observe().canary()).isEmpty();
                    assertThat(bench.observe().canaryReplicas().any())
                            .as("canary available")
                            .isFalse();
                }),
                test("scaled up the canary runs the pinned revision", () -> {
                    WorkloadBench bench = contract.bench();
                    Revision first = bench.prepared();
                    bench.scaled(false, first);
                    Revision second = bench.pushed(first);
                    bench.scaled(true, second);
                    bench.scaled(true, second);
                    assertThat(bench.observe().canary()).contains(second);
                    assertThat(bench.observe().canaryReplicas().ready(100))
                            .as("canary ready")
                            .isTrue();
                }),
                test("scaling the canary leaves the primary alone", () -> {
                    WorkloadBench bench = contract.bench();
                    Revision first = bench.prepared();
                    bench.scaled(false, first);
                    assertThat(bench.observe().primary()).contains(first);
                    assertThat(bench.observe().primaryReplicas().any())
                            .as("primary available")
                            .isTrue();
                }));
    }

    private List<DynamicNode> holding() {
        return List.of(
                test("while it is held a push changes the template, not what runs", () -> {
                    WorkloadBench bench = contract.bench();
                    Revision first = bench.prepared();
                    bench.hold(true);
                    bench.hold(true);
                    bench.push();
                    WorkloadState state = bench.observe();
                    assertThat(state.held()).as("held").isTrue();
                    assertThat(state.target()).isNotEqualTo(first);
                    assertThat(state.canary()).contains(first);
                }),
                test("once it is released it runs its template", () -> {
                    WorkloadBench bench = contract.bench();
                    bench.prepared();
                    bench.hold(true);
                    bench.push();
                    bench.hold(false);
                    bench.settle();
                    WorkloadState state = bench.observe();
                    assertThat(state.held()).as("held").isFalse();
                    assertThat(state.canary()).contains(state.target());
                }));
    }

    private void noScaling() throws Exception {
        WorkloadBench bench = contract.bench();
        Revision first = bench.prepared();
        try {
            bench.scaled(false, first);
        } catch (PlugException refused) {
            return;
        }
        assertThat(bench.observe().canary())
                .as("the canary was scaled to zero: claim SCALE")
                .isPresent();
    }

    private void noHolding() throws Exception {
        WorkloadBench bench = contract.bench();
        bench.prepared();
        try {
            bench.hold(true);
            bench.settle();
        } catch (PlugException refused) {
            return;
        }
        assertThat(bench.observe().held()).as("held: claim HOLD").isFalse();
    }

    /** Looked at whenever the watch tells of a change; where it tells nothing, before and after the update only. */
    private void keepsAReplica() throws Exception {
        WorkloadBench bench = contract.bench();
        Revision second = bench.pushed(bench.prepared());
        Queue<Attempt.Outcome> looks = new ConcurrentLinkedQueue<>();
        Subscription watch = bench.workload.watch(() -> looks.add(bench.look()));
        bench.workload.promote(second, bench.call());
        looks.add(bench.look());
        bench.settle();
        looks.add(bench.look());
        watch.close();
        assertThat(looks)
                .as("looks at the primary, which must be available at each")
                .allMatch(look -> look.answer() instanceof WorkloadState state
                        && state.primaryReplicas().any());
    }

    private void givenBack(int times) throws Exception {
        WorkloadBench bench = contract.bench();
        Revision first = bench.prepared();
        if (bench.can(WorkloadAbility.SCALE)) {
            bench.scaled(false, first);
        }
        if (bench.can(WorkloadAbility.HOLD)) {
            bench.hold(true);
        }
        for (int i = 0; i < times; i++) {
            bench.giveBack();
        }
        WorkloadState state = bench.observe();
        assertThat(state.held()).as("held").isFalse();
        assertThat(state.canary()).as("what the target runs").contains(state.target());
        assertThat(state.canaryReplicas().any()).as("target available").isTrue();
    }
}
