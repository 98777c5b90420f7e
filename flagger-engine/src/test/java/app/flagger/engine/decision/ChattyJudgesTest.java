package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.Settings;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.engine.codec.StatusJson;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DESIGN section 4, property 14, played: whatever judges and people say, the status stays under 64 KiB. */
class ChattyJudgesTest {
    private static final int MOST = 64 * 1024;

    private static int bytes(CanaryStatus status) {
        return StatusJson.write(status).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Says a lot, and remembers as much as it may. */
    private record Chatty(int memory) implements Judge {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public Set<Shape> needs(Settings with) {
            return EnumSet.of(Shape.VALUE);
        }

        @Override
        public Judgement judge(Evidence evidence) {
            SortedMap<String, Double> numbers = new TreeMap<>();
            for (int i = 0; i < 200; i++) {
                numbers.put("number-" + i, StrictMath.PI * i);
            }
            return new Judgement(
                    Verdict.FAIL, "because", numbers, "ü".repeat(5_000), Settings.of("m", "x".repeat(memory)));
        }
    }

    private static DecisionBench chatty(int metrics, int memory) {
        DecisionBench bench = new DecisionBench(canary(analysis -> {
            steps(1, 50).apply(analysis).threshold(1_000);
            for (int i = 0; i < metrics; i++) {
                analysis.addMetrics(Metric.builder()
                        .name("metric-" + i)
                        .query("q")
                        .judge(NamedPlug.of("chatty"))
                        .build());
            }
            for (int i = 0; i < 20; i++) {
                analysis.addWebhooks(hook("listener-" + i, HookType.EVENT));
            }
            return analysis;
        }));
        for (int i = 0; i < metrics; i++) {
            bench.metric("metric-" + i, 1);
        }
        bench.judges.put("chatty", new Chatty(memory));
        return bench;
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "10, 1000", "40, 290"})
    void manyChecksOfChattyJudgesStayWithinIt(int metrics, int memory) {
        DecisionBench bench = chatty(metrics, memory);
        int[] most = {0};
        bench.watcher = decision -> decision.next().ifPresent(next -> most[0] = Math.max(most[0], bytes(next)));
        bench.started("2").ticks(40);
        assertThat(most[0]).isBetween(MOST / 8, MOST);
    }

    @Test
    void whereManyJudgesRememberEachHasAShare() {
        DecisionBench bench = chatty(40, 300);
        bench.started("2").ticks(3);
        assertThat(bench.status.run().orElseThrow().judgeStates()).isEmpty();
        assertThat(bench.told)
                .filteredOn(entry -> entry.code().equals("check-failed"))
                .extracting(entry -> entry.reason().fact("outcome"))
                .contains("judge-fault");
    }

    @Test
    void commandsThatSayTooMuchAreShortened() {
        DecisionBench bench = new DecisionBench(canary(steps(10, 50))).started("2");
        for (int i = 0; i < 100; i++) {
            bench.commands.add(
                    new Command(Command.Kind.values()[i % 5], "id-" + i, "w".repeat(9_000), "y".repeat(9_000)));
        }
        bench.watcher = decision ->
                decision.next().ifPresent(next -> assertThat(bytes(next)).isLessThan(MOST / 2));
        bench.tick();
        assertThat(bench.rules).contains("command-recorded");
    }

    @Test
    void idsAndFailedRevisionsAreBounded() {
        DecisionBench bench = new DecisionBench(canary(steps(10, 50))).initialised();
        for (int i = 2; i < 40; i++) {
            bench.push(String.valueOf(i)).ticks(2).send(Command.Kind.ABORT).ticks(2);
        }
        assertThat(bench.status.failedRevisions()).hasSize(16).contains(new Revision("39"));
        assertThat(bench.status.doneCommands()).hasSize(16);
    }
}
