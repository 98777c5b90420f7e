package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicNode;

/** What holds for every split that a router claims, whichever it is. */
final class RouterSplits {
    private final TrafficRouterContract contract;
    private final Map<String, Split> splits;

    RouterSplits(TrafficRouterContract contract, Map<String, Split> splits) {
        this.contract = contract;
        this.splits = splits;
    }

    List<DynamicNode> tests() throws Exception {
        List<DynamicNode> tests = new ArrayList<>();
        splits.forEach((name, split) -> {
            tests.add(test("preparing again moves no traffic: " + name, () -> preparedAgain(split)));
            tests.add(test("the same write again changes nothing: " + name, () -> writtenAgain(split)));
        });
        tests.add(test("a write is absolute: it does not matter what was written before", this::absolute));
        tests.add(test("reading changes nothing", this::readAgain));
        tests.add(test("giving back leaves the route as it was found", () -> givenBack(1)));
        tests.add(test("giving back twice is as good as once", () -> givenBack(2)));
        tests.add(
                contract.partsOfOthers().isPresent()
                        ? test("what others have written stays", this::othersStay)
                        : untried("what others have written was not looked at: override partsOfOthers()"));
        return tests;
    }

    private void preparedAgain(Split split) throws Exception {
        contract.withRoute(bench -> {
            bench.write(split);
            bench.prepare();
            bench.prepare();
            assertThat(bench.live()).isEqualTo(split);
        });
    }

    private void writtenAgain(Split split) throws Exception {
        contract.withRoute(bench -> {
            Calls calls = contract.calls(bench.canary.key());
            bench.write(split, bench.read(), calls.call());
            bench.write(split, bench.read(), calls.attempt(2).call());
            assertThat(bench.live()).isEqualTo(split);
        });
    }

    private void readAgain() throws Exception {
        contract.withRoute(bench -> {
            bench.write(Split.canary(100));
            RouteState once = bench.read();
            assertThat(bench.read().version()).isEqualTo(once.version());
            assertThat(bench.live()).isEqualTo(once.live());
        });
    }

    private void absolute() throws Exception {
        contract.withRoute(bench -> {
            for (Map.Entry<String, Split> before : splits.entrySet()) {
                for (Map.Entry<String, Split> after : splits.entrySet()) {
                    bench.write(before.getValue());
                    bench.write(after.getValue());
                    assertThat(bench.live())
                            .as("%s after %s", after.getKey(), before.getKey())
                            .isEqualTo(after.getValue());
                }
            }
        });
    }

    private void givenBack(int times) throws Exception {
        RouterBench bench = contract.bench();
        bench.giveBack();
        Optional<Split> found = bench.found();
        bench.prepare();
        bench.write(found.filter(Split.canary(100)::equals).isPresent() ? Split.allToPrimary() : Split.canary(100));
        for (int i = 0; i < times; i++) {
            bench.giveBack();
        }
        assertThat(bench.found()).as("the route after it was given back").isEqualTo(found);
    }

    private void othersStay() throws Exception {
        RouterBench bench = contract.bench();
        bench.giveBack();
        bench.prepare();
        contract.othersWrite();
        contract.catchUp();
        Optional<String> before = contract.partsOfOthers();
        assertThat(before.filter(parts -> !parts.isBlank()))
                .as("what others have written; nobody has: override othersWrite()")
                .isPresent();
        for (Split split : splits.values()) {
            bench.write(split);
            bench.prepare();
            assertThat(contract.partsOfOthers()).as("after %s", split).isEqualTo(before);
        }
        bench.write(Split.allToPrimary());
    }
}
