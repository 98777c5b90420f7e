package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.InvalidResource;
import app.flagger.api.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicNode;

/** What the suites of pure plugs, strategies and judges, have in common. */
public abstract class PureContract {
    private static final int STATE_BYTES = 1024;
    private static final int THREADS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    PureContract() {}

    /** Settings that make no sense and must be refused with all their problems. */
    protected List<Settings> refusedSettings() {
        return List.of();
    }

    /** Tests that a plug refuses the settings that make no sense. */
    final List<DynamicNode> refusals(Function<Settings, Object> asked) {
        List<DynamicNode> tests = new ArrayList<>();
        if (refusedSettings().isEmpty()) {
            tests.add(Nodes.untried("no settings were refused: override refusedSettings()"));
        }
        for (Settings with : refusedSettings()) {
            tests.add(Nodes.test("settings that make no sense are refused as InvalidResource: " + with.tree(), () -> {
                try {
                    Object answer = asked.apply(with);
                    throw new AssertionError(with.tree() + " was taken, with the answer " + answer);
                } catch (InvalidResource refused) {
                    assertThat(refused.problems()).isNotEmpty();
                }
            }));
        }
        return tests;
    }

    /**
     * Requires that a pure function gives the answers again: in the other order, by a fresh plug, and in several threads at once.
     *
     * @param answers inputs with the answers that were given first, in order
     * @param again the function of the same plug
     * @param fresh the function of a fresh plug
     */
    static <I, O> void requirePure(Map<I, O> answers, Function<I, O> again, Function<I, O> fresh)
            throws InterruptedException {
        List<Map.Entry<I, O>> backwards = new ArrayList<>();
        answers.entrySet().forEach(entry -> backwards.add(0, entry));
        for (Map.Entry<I, O> entry : backwards) {
            requireSame("asked again, in the other order", entry, again);
            requireSame("asked of a fresh one", entry, fresh);
        }
        PlugBody all = call -> {
            answers.entrySet().forEach(entry -> requireSame("asked by several threads at once", entry, again));
            return "(same)";
        };
        for (Attempt.Outcome outcome : Crowd.run(PATIENCE, Collections.nCopies(THREADS, all))) {
            if (outcome.thrown() instanceof AssertionError different) {
                throw different;
            }
            assertThat(outcome.thrown()).isNull();
        }
    }

    private static <I, O> void requireSame(String when, Map.Entry<I, O> entry, Function<I, O> function) {
        assertThat(function.apply(entry.getKey()))
                .as("%s: %s", when, entry.getKey())
                .isEqualTo(entry.getValue());
    }

    /** Whether a memory is no larger than the engine keeps, written as JSON in UTF-8. */
    static boolean fits(Settings state) {
        return size(state.tree()) <= STATE_BYTES;
    }

    private static int size(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            return 2
                    + Math.max(0, map.size() - 1)
                    + map.entrySet().stream()
                            .mapToInt(entry -> quoted(String.valueOf(entry.getKey())) + 1 + size(entry.getValue()))
                            .sum();
        }
        if (tree instanceof List<?> list) {
            return 2
                    + Math.max(0, list.size() - 1)
                    + list.stream().mapToInt(PureContract::size).sum();
        }
        return tree instanceof String text ? quoted(text) : String.valueOf(tree).length();
    }

    private static int quoted(String text) {
        int escapes = text.chars()
                .map(letter -> letter == '"' || letter == '\\' ? 1 : letter < ' ' ? 5 : 0)
                .sum();
        return 2 + text.getBytes(StandardCharsets.UTF_8).length + escapes;
    }
}
