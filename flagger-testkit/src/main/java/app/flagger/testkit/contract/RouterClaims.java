package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static org.assertj.core.api.Assertions.fail;

import app.flagger.api.PlugException;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicNode;

/** Whether a router claims less than it does. What it does not claim, it must refuse, or be seen not to do. */
final class RouterClaims {
    private final TrafficRouterContract contract;

    RouterClaims(TrafficRouterContract contract) {
        this.contract = contract;
    }

    List<DynamicNode> tests() throws Exception {
        RouterBench bench = contract.bench();
        List<DynamicNode> tests = new ArrayList<>();
        if (!bench.can(Ability.WEIGHTS)) {
            tests.add(notTaken("weights, which it does not claim, are not taken over", Split.canary(50)));
        } else if (bench.traits.weightStep() > 1) {
            int finer = bench.traits.weightStep() - 1;
            tests.add(notTaken("weights finer than its weightStep are not taken over", Split.canary(finer)));
        }
        if (!bench.can(Ability.MIRROR)) {
            tests.add(notTaken("copies, which it does not claim, are not taken over", Split.mirror(100)));
        }
        if (!bench.can(Ability.MIRROR_SHARE)) {
            tests.add(notTaken("a share of the copies, which it does not claim, is not taken over", Split.mirror(50)));
        }
        boolean noneOfThem = Collections.disjoint(bench.traits.abilities(), bench.matching());
        if (!bench.matching().isEmpty() && noneOfThem) {
            tests.add(notTaken("matches, which it does not claim, are not taken over", Split.matched()));
        }
        if (!bench.can(Ability.AFFINITY)) {
            Split sticky = Split.canary(100).sticky(Optional.of("contract=1"));
            tests.add(notTaken("a cookie, which it does not claim, is not taken over", sticky));
        }
        if (!bench.can(Ability.STAMP)) {
            tests.add(test("no operation is kept, which it does not claim", this::noStamp));
        }
        if (bench.can(Ability.WEIGHTS) && !bench.can(Ability.COMPARE_AND_SET)) {
            tests.add(test("no stale write is refused, which it does not claim", this::noCompare));
        }
        return tests;
    }

    private DynamicNode notTaken(String sentence, Split split) {
        return test(sentence, () -> {
            RouterBench bench = contract.bench();
            if (taken(bench, split)) {
                fail("the router has taken over %s: claim the ability, or refuse it with UNSUPPORTED", split);
            }
        });
    }

    private static boolean taken(RouterBench bench, Split split) throws Exception {
        try {
            bench.prepare();
            bench.write(split);
            boolean taken = bench.live().equals(split);
            bench.write(Split.allToPrimary());
            return taken;
        } catch (PlugException refused) {
            return false;
        }
    }

    private void noStamp() throws Exception {
        RouterBench bench = contract.bench();
        Optional<String> writer;
        CancelableCall call = bench.call();
        try {
            bench.prepare();
            bench.write(Split.allToPrimary(), bench.read(), call);
            writer = bench.read().writtenBy();
        } catch (PlugException refused) {
            return;
        }
        if (writer.isPresent()) {
            fail("the route says that %s wrote it: claim STAMP, or say nothing", writer.get());
        }
    }

    private void noCompare() throws Exception {
        contract.withRoute(bench -> {
            RouteState seen = bench.read();
            bench.write(Split.canary(100));
            try {
                bench.write(Split.allToPrimary(), seen, bench.call());
            } catch (PlugException refused) {
                if (refused.kind() == PlugException.Kind.CONFLICT) {
                    throw new AssertionError("a stale write was refused: claim COMPARE_AND_SET", refused);
                }
                throw refused;
            }
        });
    }
}
