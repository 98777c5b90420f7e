package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadState;
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

    /**
     * Waits until the platform has done what it was ordered to and the workload observes that, or lets virtual time pass. Called
     * after every order and push.
     */
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
                    WorkloadBench bench = bench();
                    settle();
                    assertThat(bench.observe()).isEqualTo(bench.observe());
                }),
                test(
                        "a target that nothing was done to has no primary",
                        () -> assertThat(bench().observe().primary()).isEmpty()),
                test("a push shows as another revision of the target", () -> {
                    WorkloadBench bench = bench();
                    Revision before = bench.observe().target();
                    bench.push();
                    assertThat(bench.observe().target()).isNotEqualTo(before);
                    assertThat(bench.observe().target())
                            .isEqualTo(bench.observe().target());
                }),
                test("pinning, preparing and promoting leave the name of the target's revision alone", () -> {
                    WorkloadBench bench = bench();
                    Revision before = bench.observe().target();
                    bench.prepared();
                    bench.promote(before);
                    assertThat(bench.observe().target()).isEqualTo(before);
                }),
                test("a watch can be closed, also twice, and then tells nothing more", () -> {
                    WorkloadBench bench = bench();
                    AtomicLong told = new AtomicLong();
                    Subscription watch = bench.workload.watch(told::incrementAndGet);
                    watch.close();
                    watch.close();
                    bench.push();
                    assertThat(told).hasValue(0);
                }));
    }

    @TestFactory
    @DisplayName("pins and promotes")
    final List<DynamicNode> pinsAndPromotes() {
        return List.of(
                test("a revision that the target does not have is refused as GONE when it is to be pinned", () -> {
                    WorkloadBench bench = bench();
                    Revision before = bench.observe().target();
                    bench.push();
                    bench.requireGone("pinning " + before, call -> bench.pin(before, List.of(), call));
                }),
                test("pinning twice is as good as once", () -> {
                    WorkloadBench bench = bench();
                    Revision revision = bench.observe().target();
                    bench.pin(revision, List.of(), bench.call());
                    bench.pin(revision, List.of(), bench.call());
                    bench.prepare(revision);
                    assertThat(bench.observe().primary()).contains(revision);
                }),
                test("preparing makes a primary of the pinned revision, whatever was pushed meanwhile", () -> {
                    WorkloadBench bench = bench();
                    Revision revision = bench.observe().target();
                    bench.pin(revision, List.of(), bench.call());
                    bench.push();
                    bench.prepare(revision);
                    assertThat(bench.observe().primary()).contains(revision);
                    assertThat(bench.observe().primaryReplicas().any())
                            .as("primary available")
                            .isTrue();
                }),
                test("preparing changes no existing primary", () -> {
                    WorkloadBench bench = bench();
                    Revision first = bench.prepared();
                    Revision second = bench.pushed(first);
                    bench.prepare(second);
                    assertThat(bench.observe().primary()).contains(first);
                }),
                test("promoting runs exactly the pinned revision, whatever was pushed meanwhile", () -> {
                    WorkloadBench bench = bench();
                    Revision first = bench.prepared();
                    Revision second = bench.pushed(first);
                    bench.push();
                    bench.promote(second);
                    assertThat(bench.observe().primary()).contains(second);
                    assertThat(bench.observe().primaryReplicas().ready(100))
                            .as("primary ready")
                            .isTrue();
                }),
                test("promoting twice is as good as once", () -> {
                    WorkloadBench bench = bench();
                    Revision second = bench.pushed(bench.prepared());
                    Calls calls = calls(canary());
                    bench.promote(second, calls.call());
                    WorkloadState once = bench.observe();
                    bench.promote(second, calls.attempt(2).call());
                    assertThat(bench.observe()).isEqualTo(once);
                }),
                test("a revision that is kept can be promoted again", () -> {
                    WorkloadBench bench = bench();
                    Revision first = bench.prepared();
                    Revision second = bench.pushed(first);
                    bench.workload.promote(second, bench.call());
                    bench.promote(first);
                    assertThat(bench.observe().primary()).contains(first);
                }),
                test("a revision that was never pinned is refused as GONE and the primary stays", () -> {
                    WorkloadBench bench = bench();
                    Revision first = bench.prepared();
                    bench.push();
                    Revision unpinned = bench.observe().target();
                    bench.requireGone("promoting " + unpinned, call -> bench.promote(unpinned, call));
                    assertThat(bench.observe().primary()).contains(first);
                }));
    }

    @TestFactory
    @DisplayName("does what it claims")
    final List<DynamicNode> doesWhatItClaims() throws Exception {
        return new WorkloadAbilities(this).tests();
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
                            WorkloadBench bench = bench();
                            return Deed.Ready.same(bench.workload::observe);
                        },
                        answer -> answer instanceof WorkloadState),
                Deed.never("a promotion", canary(), () -> {
                    WorkloadBench bench = bench();
                    Revision second = bench.pushed(bench.prepared());
                    return Deed.Ready.same(call -> {
                        bench.workload.promote(second, call);
                        return "(promoted)";
                    });
                })));
    }

    final WorkloadBench bench() throws Exception {
        return new WorkloadBench(this);
    }
}
