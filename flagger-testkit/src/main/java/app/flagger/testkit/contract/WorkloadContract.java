package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static app.flagger.testkit.contract.Nodes.test;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.PlugException.Kind;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link Workload} must do: keep the bytes that it pins, run exactly these in the primary, and claim what it can. Each
 * test begins with a target of its own that nothing was done to.
 */
public abstract class WorkloadContract extends PlugContract {
    /** For subclasses. */
    protected WorkloadContract() {}

    /** A workload with a fresh target that serves alone: there is no primary yet. */
    protected abstract Workload workload() throws Exception;

    /** Changes the template of the last {@link #workload()}'s target, as its owner does. */
    protected abstract void push() throws Exception;

    /** Waits until the platform has done what it was ordered to, or lets virtual time pass. */
    protected void settle() throws Exception {}

    /** The canary that the calls name. */
    protected CanaryKey canary() {
        return new CanaryKey("contract", "workload");
    }

    /** Whether the workload refuses a fence that is lower than one it has seen. */
    protected boolean comparesFences() {
        return false;
    }

    @TestFactory
    @DisplayName("observes")
    final List<DynamicNode> observes() {
        return List.of(
                test("its traits are the same each time", () -> {
                    Workload workload = workload();
                    assertThat(workload.traits().abilities())
                            .isEqualTo(workload.traits().abilities());
                }),
                test("observing changes nothing", () -> {
                    Bench bench = bench();
                    settle();
                    assertThat(bench.observe()).isEqualTo(bench.observe());
                }),
                test(
                        "a target that nothing was done to has no primary",
                        () -> assertThat(bench().observe().primary()).isEmpty()),
                test("a push shows as another revision of the target", () -> {
                    Bench bench = bench();
                    Revision before = bench.observe().target();
                    push();
                    assertThat(bench.observe().target()).isNotEqualTo(before);
                    assertThat(bench.observe().target())
                            .isEqualTo(bench.observe().target());
                }),
                test("pinning, preparing and promoting leave the name of the target's revision alone", () -> {
                    Bench bench = bench();
                    Revision before = bench.observe().target();
                    bench.prepared();
                    bench.workload.promote(before, bench.call());
                    settle();
                    assertThat(bench.observe().target()).isEqualTo(before);
                }),
                test("a watch can be closed, also twice, and then tells nothing more", () -> {
                    Bench bench = bench();
                    AtomicLong told = new AtomicLong();
                    Subscription watch = bench.workload.watch(told::incrementAndGet);
                    watch.close();
                    watch.close();
                    push();
                    settle();
                    assertThat(told).hasValue(0);
                }));
    }

    @TestFactory
    @DisplayName("pins and promotes")
    final List<DynamicNode> pinsAndPromotes() {
        return List.of(
                test("a revision that the target does not have is refused as GONE when it is to be pinned", () -> {
                    Bench bench = bench();
                    Revision before = bench.observe().target();
                    push();
                    bench.requireGone("pinning " + before, call -> bench.pin(before, List.of(), call));
                }),
                test("pinning twice is as good as once", () -> {
                    Bench bench = bench();
                    Revision revision = bench.observe().target();
                    bench.pin(revision, List.of(), bench.call());
                    bench.pin(revision, List.of(), bench.call());
                    bench.workload.prepare(revision, bench.call());
                    assertThat(bench.observe().primary()).contains(revision);
                }),
                test("preparing makes a primary of the pinned revision, whatever was pushed meanwhile", () -> {
                    Bench bench = bench();
                    Revision revision = bench.observe().target();
                    bench.pin(revision, List.of(), bench.call());
                    push();
                    bench.workload.prepare(revision, bench.call());
                    settle();
                    assertThat(bench.observe().primary()).contains(revision);
                    assertThat(bench.observe().primaryReplicas().any())
                            .as("primary available")
                            .isTrue();
                }),
                test("preparing changes no existing primary", () -> {
                    Bench bench = bench();
                    Revision first = bench.prepared();
                    Revision second = bench.pushed(first);
                    bench.workload.prepare(second, bench.call());
                    assertThat(bench.observe().primary()).contains(first);
                }),
                test("promoting runs exactly the pinned revision, whatever was pushed meanwhile", () -> {
                    Bench bench = bench();
                    Revision first = bench.prepared();
                    Revision second = bench.pushed(first);
                    push();
                    bench.workload.promote(second, bench.call());
                    settle();
                    assertThat(bench.observe().primary()).contains(second);
                    assertThat(bench.observe().primaryReplicas().ready(100))
                            .as("primary ready")
                            .isTrue();
                }),
                test("promoting twice is as good as once", () -> {
                    Bench bench = bench();
                    Revision second = bench.pushed(bench.prepared());
                    Calls calls = calls(canary());
                    bench.workload.promote(second, calls.call());
                    settle();
                    WorkloadState once = bench.observe();
                    bench.workload.promote(second, calls.attempt(2).call());
                    assertThat(bench.observe()).isEqualTo(once);
                }),
                test("a revision that is kept can be promoted again", () -> {
                    Bench bench = bench();
                    Revision first = bench.prepared();
                    Revision second = bench.pushed(first);
                    bench.workload.promote(second, bench.call());
                    bench.workload.promote(first, bench.call());
                    settle();
                    assertThat(bench.observe().primary()).contains(first);
                }),
                test("a revision that was never pinned is refused as GONE and the primary stays", () -> {
                    Bench bench = bench();
                    Revision first = bench.prepared();
                    push();
                    Revision unpinned = bench.observe().target();
                    bench.requireGone("promoting " + unpinned, call -> {
                        bench.workload.promote(unpinned, call);
                        return "(promoted)";
                    });
                    assertThat(bench.observe().primary()).contains(first);
                }));
    }

    @TestFactory
    @DisplayName("does what it claims")
    final List<DynamicNode> doesWhatItClaims() throws Exception {
        Bench bench = bench();
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
                    List.of(test("the primary has an available replica all through its update", this::keepsAReplica))));
        }
        tests.add(group(
                "giving back",
                List.of(
                        test("the target is up as its owner wrote it, and not held", () -> givenBack(1)),
                        test("giving back twice is as good as once", () -> givenBack(2)))));
        tests.add(
                comparesFences()
                        ? test("a lower fence is refused as CONFLICT and changes nothing", this::lowerFence)
                        : test("no lower fence is refused, which comparesFences() does not claim", this::noFence));
        return tests;
    }

    @TestFactory
    @DisplayName("survives outages")
    final List<DynamicNode> survivesOutages() {
        return outages(List.of(
                // A workload may observe from a cache.
                new Deed(
                        "an observation",
                        canary(),
                        () -> {
                            Bench bench = bench();
                            return Deed.Ready.same(bench.workload::observe);
                        },
                        answer -> answer instanceof WorkloadState),
                Deed.never("a promotion", canary(), () -> {
                    Bench bench = bench();
                    Revision second = bench.pushed(bench.prepared());
                    return Deed.Ready.same(call -> {
                        bench.workload.promote(second, call);
                        return "(promoted)";
                    });
                })));
    }

    private List<DynamicNode> scaling() {
        return List.of(
                test("scaled to zero the canary has no replica and no revision", () -> {
                    Bench bench = bench();
                    Revision first = bench.prepared();
                    bench.scaled(false, first);
                    bench.scaled(false, first);
                    assertThat(bench.observe().canary()).isEmpty();
                    assertThat(bench.observe().canaryReplicas().any())
                            .as("canary available")
                            .isFalse();
                }),
                test("scaled up the canary runs the pinned revision", () -> {
                    Bench bench = bench();
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
                    Bench bench = bench();
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
                    Bench bench = bench();
                    Revision first = bench.prepared();
                    bench.workload.hold(true, bench.call());
                    bench.workload.hold(true, bench.call());
                    push();
                    settle();
                    WorkloadState state = bench.observe();
                    assertThat(state.held()).as("held").isTrue();
                    assertThat(state.target()).isNotEqualTo(first);
                    assertThat(state.canary()).contains(first);
                }),
                test("once it is released it runs its template", () -> {
                    Bench bench = bench();
                    bench.prepared();
                    bench.workload.hold(true, bench.call());
                    push();
                    bench.workload.hold(false, bench.call());
                    settle();
                    WorkloadState state = bench.observe();
                    assertThat(state.held()).as("held").isFalse();
                    assertThat(state.canary()).contains(state.target());
                }));
    }

    private void noScaling() throws Exception {
        Bench bench = bench();
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
        Bench bench = bench();
        bench.prepared();
        try {
            bench.workload.hold(true, bench.call());
        } catch (PlugException refused) {
            return;
        }
        assertThat(bench.observe().held()).as("held: claim HOLD").isFalse();
    }

    private void keepsAReplica() throws Exception {
        Bench bench = bench();
        Revision first = bench.prepared();
        Revision second = bench.pushed(first);
        bench.workload.promote(second, bench.call());
        assertThat(bench.observe().primaryReplicas().any())
                .as("primary available right after the order")
                .isTrue();
        settle();
        assertThat(bench.observe().primaryReplicas().any())
                .as("primary available after the update")
                .isTrue();
    }

    private void givenBack(int times) throws Exception {
        Bench bench = bench();
        Revision first = bench.prepared();
        if (bench.can(WorkloadAbility.SCALE)) {
            bench.scaled(false, first);
        }
        bench.workload.hold(bench.can(WorkloadAbility.HOLD), bench.call());
        for (int i = 0; i < times; i++) {
            bench.workload.giveBack(bench.call());
        }
        settle();
        WorkloadState state = bench.observe();
        assertThat(state.held()).as("held").isFalse();
        assertThat(state.canary()).as("what the target runs").contains(state.target());
        assertThat(state.canaryReplicas().any()).as("target available").isTrue();
    }

    private void lowerFence() throws Exception {
        Bench bench = bench();
        Revision first = bench.prepared();
        Revision second = bench.pushed(first);
        Calls old = calls(canary());
        bench.workload.promote(first, bench.call());
        requireRefused(
                Kind.CONFLICT,
                "a promotion with a lower fence",
                call -> {
                    bench.workload.promote(second, call);
                    return "(promoted)";
                },
                old.call());
        assertThat(bench.observe().primary()).contains(first);
    }

    private void noFence() throws Exception {
        Bench bench = bench();
        Revision first = bench.prepared();
        Revision second = bench.pushed(first);
        Calls old = calls(canary());
        bench.workload.promote(first, bench.call());
        try {
            bench.workload.promote(second, old.call());
        } catch (PlugException refused) {
            throw new AssertionError("a lower fence was refused: comparesFences() must say so", refused);
        }
    }

    private Bench bench() throws Exception {
        return new Bench(workload());
    }

    /** A workload with a fresh target. */
    private final class Bench {
        private final Workload workload;

        private Bench(Workload workload) {
            this.workload = workload;
        }

        private CancelableCall call() {
            return WorkloadContract.this.call(canary());
        }

        private boolean can(WorkloadAbility ability) {
            return workload.traits().can(ability);
        }

        private WorkloadState observe() throws Exception {
            return workload.observe(call());
        }

        private String pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
            workload.pin(revision, alsoKeep, call);
            return "(pinned)";
        }

        /** Pins what the target has and makes a primary of it. */
        private Revision prepared() throws Exception {
            Revision first = observe().target();
            pin(first, List.of(), call());
            workload.prepare(first, call());
            settle();
            return first;
        }

        /** Pushes another revision and pins it, beside one that is still needed. */
        private Revision pushed(Revision alsoKeep) throws Exception {
            push();
            Revision second = observe().target();
            pin(second, List.of(alsoKeep), call());
            return second;
        }

        private void scaled(boolean up, Revision pinned) throws Exception {
            workload.scaleCanary(up, pinned, call());
            settle();
        }

        private void requireGone(String what, PlugBody body) {
            requireRefused(Kind.GONE, what, body, call());
        }
    }
}
