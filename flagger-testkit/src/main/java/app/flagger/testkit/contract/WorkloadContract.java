package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /**
     * What the primary of the last {@link #workload()} really runs, as a text that is another one after each push; nothing while there
     * is no primary. Without it the workload is believed when it says what runs.
     *
     * @throws UnsupportedOperationException if it is not overridden
     */
    protected Optional<String> primaryRuns() throws Exception {
        throw new UnsupportedOperationException("primaryRuns() is not overridden");
    }

    /** The canary that the calls name. */
    protected CanaryKey canary() {
        return new CanaryKey("contract", "workload");
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
                }),
                test("no order changes the name of the target's revision", this::nameStays),
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
    @DisplayName("pins and prepares")
    final List<DynamicNode> pinsAndPrepares() {
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
                }));
    }

    @TestFactory
    @DisplayName("promotes")
    final List<DynamicNode> promotes() {
        return List.of(
                test("promoting runs exactly the pinned revision, whatever was pushed meanwhile", this::promoted),
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
                }),
                can(this::primaryRuns)
                        ? test(
                                "the primary runs the bytes that were pinned, whatever was pushed meanwhile",
                                this::bytes)
                        : untried("whether the primary runs what is said was not looked at: override primaryRuns()"));
    }

    @TestFactory
    @DisplayName("does what it claims")
    final List<DynamicNode> doesWhatItClaims() throws Exception {
        List<DynamicNode> tests = new ArrayList<>(new WorkloadAbilities(this).tests());
        tests.add(new WorkloadFences(this).tests());
        return tests;
    }

    @TestFactory
    @DisplayName("survives outages")
    final List<DynamicNode> survivesOutages() {
        List<DynamicNode> tests = new ArrayList<>(outages(List.of(
                // A workload may observe from a cache.
                new Deed(
                        "an observation",
                        () -> {
                            WorkloadBench bench = bench();
                            return Deed.Ready.same(canary(), bench.workload::observe);
                        },
                        answer -> answer instanceof WorkloadState),
                Deed.never("a promotion", () -> {
                    WorkloadBench bench = bench();
                    Revision second = bench.pushed(bench.prepared());
                    return Deed.Ready.same(canary(), call -> {
                        bench.workload.promote(second, call);
                        return "(promoted)";
                    });
                }))));
        tests.add(secrecy(this::workload));
        return tests;
    }

    private void nameStays() throws Exception {
        WorkloadBench bench = bench();
        Revision name = bench.prepared();
        List<Revision> names = new ArrayList<>(List.of(bench.observe().target()));
        if (bench.can(WorkloadAbility.SCALE)) {
            bench.scaled(false, name);
            names.add(bench.observe().target());
            bench.scaled(true, name);
            names.add(bench.observe().target());
        }
        if (bench.can(WorkloadAbility.HOLD)) {
            bench.hold(true);
            settle();
            names.add(bench.observe().target());
        }
        bench.promote(name);
        names.add(bench.observe().target());
        assertThat(names).as("names after each order").containsOnly(name);
    }

    private void promoted() throws Exception {
        WorkloadBench bench = bench();
        Revision second = bench.pushed(bench.prepared());
        bench.push();
        bench.promote(second);
        assertThat(bench.observe().primary()).contains(second);
        assertThat(bench.observe().primaryReplicas().ready(100))
                .as("primary ready")
                .isTrue();
    }

    private void bytes() throws Exception {
        WorkloadBench bench = bench();
        Revision first = bench.prepared();
        Optional<String> one = primaryRuns();
        Revision second = bench.pushed(first);
        bench.promote(second);
        Optional<String> two = primaryRuns();
        assertThat(two).as("what runs after another revision was promoted").isNotEqualTo(one);
        bench.promote(first);
        bench.push();
        assertThat(primaryRuns()).as("what runs of the first revision").isEqualTo(one);
        bench.promote(second);
        assertThat(primaryRuns()).as("what runs of the second revision").isEqualTo(two);
    }

    final WorkloadBench bench() throws Exception {
        return new WorkloadBench(this);
    }
}
