package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.PlugException;
import app.flagger.api.PlugException.Kind;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicNode;

/** Several writers of one route, and routes of several canaries. */
final class RouterWriters {
    private static final int WRITERS = 4;

    private final TrafficRouterContract contract;

    RouterWriters(TrafficRouterContract contract) {
        this.contract = contract;
    }

    List<DynamicNode> tests() throws Exception {
        RouterBench bench = contract.bench();
        List<DynamicNode> tests = new ArrayList<>();
        if (!bench.can(Ability.WEIGHTS)) {
            tests.add(untried("writers were not tried: the router shifts no traffic"));
            return tests;
        }
        if (bench.can(Ability.COMPARE_AND_SET)) {
            tests.add(group("COMPARE_AND_SET", compareAndSet()));
        }
        tests.add(
                bench.can(Ability.COMPARE_FENCES)
                        ? group("COMPARE_FENCES", fences())
                        : test("no lower fence is refused, which it does not claim", this::noFence));
        Optional<Canary> another = contract.another();
        if (another.isPresent()) {
            tests.add(test("a write leaves the route of another canary alone", () -> apart(another.get())));
            tests.add(contract.threads(
                    "writes for different canaries at once all succeed", () -> apartAtOnce(another.get())));
        } else {
            tests.add(untried("several canaries were not tried: override another()"));
        }
        return tests;
    }

    private List<DynamicNode> compareAndSet() {
        return List.of(
                test("a write with a stale `seen` is refused as CONFLICT and changes nothing", this::stale),
                test(
                        "a stale write is refused even if the route looks again as it was seen",
                        () -> contract.withRoute(bench -> {
                            RouteState seen = bench.read();
                            bench.write(Split.canary(100));
                            bench.write(Split.allToPrimary());
                            refused(bench, "a stale write", Split.canary(100), seen, bench.call());
                        })),
                test(
                        "each change has another version",
                        () -> contract.withRoute(bench -> {
                            Optional<String> first = bench.read().version();
                            bench.write(Split.canary(100));
                            Optional<String> second = bench.read().version();
                            bench.write(Split.allToPrimary());
                            assertThat(List.of(first, second, bench.read().version()))
                                    .doesNotHaveDuplicates()
                                    .doesNotContain(Optional.empty());
                        })),
                contract.threads("of several writes at once exactly one wins", this::race));
    }

    private List<DynamicNode> fences() {
        return List.of(
                test("a lower step is refused as CONFLICT and changes nothing", () -> lowerFence(false)),
                test("a lower epoch is refused as CONFLICT, however high its step is", () -> lowerFence(true)),
                test("a higher epoch is taken, however low its step is", this::higherEpoch),
                test("giving back with a lower step is refused as CONFLICT and changes nothing", this::givingBack),
                test(
                        "the same fence again is not refused",
                        () -> contract.withRoute(bench -> {
                            Calls calls = contract.calls(bench.canary.key());
                            bench.write(Split.canary(100), bench.read(), calls.call());
                            bench.write(
                                    Split.canary(100),
                                    bench.read(),
                                    calls.attempt(2).call());
                            assertThat(bench.live()).isEqualTo(Split.canary(100));
                        })));
    }

    private void stale() throws Exception {
        contract.withRoute(bench -> {
            RouteState seen = bench.read();
            bench.write(Split.canary(100));
            refused(bench, "a stale write", Split.allToPrimary(), seen, bench.call());
            assertThat(bench.live()).isEqualTo(Split.canary(100));
        });
    }

    private void race() throws Exception {
        contract.withRoute(bench -> {
            RouteState seen = bench.read();
            List<Split> splits = new ArrayList<>();
            List<CancelableCall> calls = new ArrayList<>();
            List<PlugBody> bodies = new ArrayList<>();
            Calls fenced = contract.calls(bench.canary.key());
            for (int i = 0; i < WRITERS; i++) {
                Split split = Split.canary(i % 2 == 0 ? 100 : bench.some().orElse(100));
                splits.add(split);
                calls.add(fenced.operation(fenced.operation() + "/" + i).call());
                bodies.add(call -> {
                    bench.write(split, seen, call);
                    return split;
                });
            }
            List<Split> won = new ArrayList<>();
            for (Attempt.Outcome outcome : Crowd.run(calls, contract.patience(), bodies)) {
                if (outcome.answer() instanceof Split split) {
                    won.add(split);
                } else if (!PlugContract.isConflict(outcome.thrown())) {
                    throw contract.failure("who loses must be told CONFLICT", outcome.thrown());
                }
            }
            assertThat(won).as("winners").hasSize(1);
            assertThat(bench.live()).isEqualTo(won.get(0));
        });
    }

    private void lowerFence(boolean lowerEpoch) throws Exception {
        contract.withRoute(bench -> {
            Calls old = contract.calls(bench.canary.key());
            bench.write(Split.canary(100));
            Calls lower =
                    lowerEpoch ? old.fence(old.fence().epoch() - 1, old.fence().step() + 1_000) : old;
            refused(bench, "a lower fence", Split.allToPrimary(), bench.read(), lower.call());
            assertThat(bench.live()).isEqualTo(Split.canary(100));
        });
    }

    private void higherEpoch() throws Exception {
        contract.withRoute(bench -> {
            bench.write(Split.canary(100));
            CancelableCall next = contract.ofNextOwner(bench.canary.key()).call();
            bench.write(Split.allToPrimary(), bench.read(), next);
            assertThat(bench.live()).isEqualTo(Split.allToPrimary());
        });
    }

    private void givingBack() throws Exception {
        contract.withRoute(bench -> {
            Calls old = contract.calls(bench.canary.key());
            bench.write(Split.canary(100));
            contract.requireRefused(
                    Kind.CONFLICT,
                    "giving back with a lower fence",
                    call -> {
                        bench.giveBack(call);
                        return "(given back)";
                    },
                    old.call());
            assertThat(bench.live()).isEqualTo(Split.canary(100));
        });
    }

    private void noFence() throws Exception {
        contract.withRoute(bench -> {
            Calls old = contract.calls(bench.canary.key());
            bench.write(Split.canary(100));
            try {
                bench.write(Split.allToPrimary(), bench.read(), old.call());
            } catch (PlugException refused) {
                throw new AssertionError("a lower fence was refused: claim COMPARE_FENCES", refused);
            }
        });
    }

    private void apart(Canary another) throws Exception {
        contract.withRoute(bench -> {
            RouterBench other = new RouterBench(contract, bench.router, another);
            other.prepare();
            other.write(Split.allToPrimary());
            bench.write(Split.canary(100));
            assertThat(other.live()).isEqualTo(Split.allToPrimary());
            other.write(Split.canary(100));
            bench.write(Split.allToPrimary());
            assertThat(other.live()).isEqualTo(Split.canary(100));
            other.write(Split.allToPrimary());
        });
    }

    private void apartAtOnce(Canary another) throws Exception {
        contract.withRoute(bench -> {
            RouterBench other = new RouterBench(contract, bench.router, another);
            other.prepare();
            List<PlugBody> bodies = List.of(call -> backAndForth(bench), call -> backAndForth(other));
            List<CancelableCall> calls = List.of(bench.call(), other.call());
            for (Attempt.Outcome outcome : Crowd.run(calls, contract.patience(), bodies)) {
                if (outcome.thrown() != null) {
                    throw contract.failure("a write failed while another canary was written", outcome.thrown());
                }
            }
        });
    }

    private static String backAndForth(RouterBench bench) throws Exception {
        for (int i = 0; i < 20; i++) {
            Split split = i % 2 == 0 ? Split.canary(100) : Split.allToPrimary();
            bench.write(split);
            assertThat(bench.live()).isEqualTo(split);
        }
        return "(done)";
    }

    private void refused(RouterBench bench, String what, Split want, RouteState seen, CancelableCall call) {
        contract.requireRefused(
                Kind.CONFLICT,
                what,
                it -> {
                    bench.write(want, seen, it);
                    return "(written)";
                },
                call);
    }
}
