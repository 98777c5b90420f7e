package app.flagger.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.Settings;
import app.flagger.api.Severity;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Check;
import app.flagger.api.status.Finding;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.engine.codec.RandomValues;
import app.flagger.engine.codec.StatusJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes that {@link Budget} estimates, and what it drops. */
class BudgetTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static <T> List<T> many(int count, IntFunction<T> each) {
        return IntStream.range(0, count).mapToObj(each).toList();
    }

    /** Identified by a number of three digits and as many letters as are wanted. */
    private static OutboxEntry entry(int number, int letters, Reason reason) {
        return OutboxEntry.builder()
                .id((100 + number) + "i".repeat(letters - 3))
                .kind(OutboxEntry.Kind.EVENT)
                .receiver("chat")
                .code("moved!")
                .severity(Severity.INFO)
                .reason(reason)
                .phase(Phase.PROGRESSING)
                .at(AT)
                .build();
    }

    private static CanaryStatus cut(List<OutboxEntry> outbox) {
        return Budget.cut(CanaryStatus.builder().outbox(outbox).outboxDropped(5).build());
    }

    @Test
    void everyTextOfAnEntryCounts() {
        // 220 + 3 × (10 + 4 + 6 + 5) + (3 + 9 + 6) = 313 bytes: 78 fit into 24 KiB, 79 would with two bytes less each.
        Reason reason = Reason.of("rules").with("a", "xyz");
        CanaryStatus kept = cut(many(100, number -> entry(number, 10, reason)));
        assertThat(kept.outbox()).hasSize(78).last().isEqualTo(entry(99, 10, reason));
        assertThat(kept.outboxDropped()).isEqualTo(5 + 22);
    }

    @Test
    void whatFitsExactlyIsKept() {
        // 220 + 3 × (253 + 4 + 6 + 5) = 1,024 bytes
        List<OutboxEntry> outbox = many(25, number -> entry(number, 253, Reason.of("rules")));
        assertThat(cut(outbox).outbox()).isEqualTo(outbox.subList(1, 25));
        assertThat(cut(outbox.subList(0, 24)).outboxDropped()).isEqualTo(5);
    }

    @Test
    void everyTextOfACheckCounts() {
        // 90 + 90 + 3 × (5 + 280 + 5) + 2 × (3 × 5 + 30) = 1,140 bytes: 8 fit into 10 KiB, 9 would with three bytes
        // less each.
        TreeMap<String, Double> numbers = new TreeMap<>(Map.of("value", 1.0, "limit", 2.0));
        Finding finding = new Finding("rate!", Verdict.FAIL, "above", numbers, "b".repeat(280));
        List<Check> checks = many(20, number -> new Check(AT.plusSeconds(number), 10, Verdict.FAIL, List.of(finding)));
        CanaryStatus kept =
                Budget.cut(CanaryStatus.builder().canaryAnalysis(checks).build());
        assertThat(kept.canaryAnalysis()).isEqualTo(checks.subList(12, 20));
    }

    @Test
    void twentySmallChecksAreKept() {
        List<Check> checks = many(21, number -> new Check(AT.plusSeconds(number), 10, Verdict.PASS, List.of()));
        CanaryStatus kept =
                Budget.cut(CanaryStatus.builder().canaryAnalysis(checks).build());
        assertThat(kept.canaryAnalysis()).isEqualTo(checks.subList(1, 21));
    }

    @Test
    void sixteenCommandsAndRevisionsAreRemembered() {
        List<String> done = many(17, String::valueOf);
        List<Revision> failed = many(17, number -> new Revision("r" + number));
        assertThat(Budget.cut(CanaryStatus.builder().doneCommands(done).build()).doneCommands())
                .isEqualTo(done.subList(1, 17));
        assertThat(Budget.cut(CanaryStatus.builder().failedRevisions(failed).build())
                        .failedRevisions())
                .isEqualTo(failed.subList(1, 17));
    }

    @Test
    void whatFitsStaysAsItIs() {
        CanaryStatus small = CanaryStatus.builder()
                .outbox(many(2, number -> entry(number, 10, Reason.of("rules"))))
                .doneCommands(many(16, String::valueOf))
                .build();
        assertThat(Budget.cut(small)).isSameAs(small);
    }

    @Test
    void ofTheTextsOfAMapNamesCountToo() {
        // 3 × (2 + 3) + 6
        assertThat(Budget.texts(Map.of("ab", "xyz"))).isEqualTo(21);
    }

    @Property(tries = 300, seed = "20261125")
    void aTreeIsAsLargeAsItIsWritten(@ForAll long seed) {
        RunStatus run = RunStatus.builder()
                .id("run")
                .revision(new Revision("v2"))
                .startedAt(AT)
                .strategy("canary@1")
                .build();
        Settings state = new RandomValues(seed).settings().with("any", 1);
        int more = bytes(run.toBuilder().strategyState(state).build()) - bytes(run);
        assertThat(Budget.tree(state.tree())).isEqualTo(more - ",\"strategyState\":".length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\b", "\u001f", "\u007f", "\u0080", "\u07ff", "\u0800", "\uD83D\uDE00"})
    void aLetterIsAsLargeAsItIsWritten(String letter) {
        RunStatus run = RunStatus.builder()
                .id("run")
                .revision(new Revision("v2"))
                .startedAt(AT)
                .strategy("canary@1")
                .build();
        Settings state = Settings.of("a", letter);
        int more = bytes(run.toBuilder().strategyState(state).build()) - bytes(run);
        assertThat(Budget.tree(state.tree())).isEqualTo(more - ",\"strategyState\":".length());
    }

    @Test
    void ofNumbersTheFirstSixteenAreKeptWhoseNamesFit() {
        SortedMap<String, Double> numbers = new TreeMap<>();
        for (int i = 10; i < 30; i++) {
            numbers.put("n" + i, 1.0);
        }
        numbers.put("a".repeat(64), 2.0);
        numbers.put("a".repeat(65), 3.0);
        assertThat(Budget.few(numbers))
                .hasSize(16)
                .containsKeys("a".repeat(64), "n24")
                .doesNotContainKeys("a".repeat(65), "n25");
    }

    @Test
    void numbersThatAreTooManyOrHaveTooLongANameAreLeftOutForThatAlone() {
        SortedMap<String, Double> many = new TreeMap<>();
        for (int i = 10; i < 27; i++) {
            many.put("n" + i, 1.0);
        }
        assertThat(Budget.few(many)).hasSize(16).doesNotContainKey("n26");
        SortedMap<String, Double> one = new TreeMap<>(java.util.Map.of("a".repeat(65), 1.0));
        assertThat(Budget.few(one)).isEmpty();
    }

    private static int bytes(RunStatus run) {
        String json = StatusJson.write(CanaryStatus.builder().run(run).build());
        return json.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void aTextIsCutAtFourHundredCharacters() {
        assertThat(Budget.shortened("x".repeat(400))).isEqualTo("x".repeat(400));
        assertThat(Budget.shortened("x".repeat(401))).isEqualTo("x".repeat(397) + "...");
    }

    @Test
    void namesOfNumbersThatAreTooLongAreLeftOut() {
        TreeMap<String, Double> numbers = new TreeMap<>();
        numbers.put("a".repeat(64), 1.0);
        numbers.put("b".repeat(65), 2.0);
        assertThat(Budget.few(numbers)).containsOnlyKeys("a".repeat(64));
    }

    @Test
    void aTextIsCutBetweenLettersAndStaysOnOneLine() {
        String pair = "\uD83D\uDE00";
        assertThat(Budget.shortened("a".repeat(396) + pair + "b".repeat(9))).isEqualTo("a".repeat(396) + "...");
        assertThat(Budget.shortened("a".repeat(395) + pair + "b".repeat(9))).isEqualTo("a".repeat(395) + pair + "...");
        assertThat(Budget.shortened("a\n\tb\u0000")).isEqualTo("a  b ");
        assertThat(Budget.word("w".repeat(63) + pair)).isEqualTo("w".repeat(63));
        assertThat(Budget.word("w".repeat(62) + pair)).isEqualTo("w".repeat(62) + pair);
    }
}
