package app.flagger.samples.quickstart;

import app.flagger.api.Revision;
import app.flagger.api.status.Phase;
import app.flagger.engine.Event;
import app.flagger.engine.Rollout;
import app.flagger.engine.Snapshot;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Shows a person what goes on. In a terminal the last lines are a board that is drawn again and again; elsewhere each change is
 * one line. Thread-safe.
 */
final class LiveView {
    private static final int BAR = 20;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal;
    private final Shop shop;
    private final Rollout rollout;
    private final int threshold;
    private final Instant startedAt;
    private String waiting = "";
    private int boardLines;

    /**
     * Shows nothing yet.
     *
     * @param terminal whether the cursor may be moved
     * @param threshold how many failed checks roll back
     */
    LiveView(PrintStream out, boolean terminal, Shop shop, Rollout rollout, int threshold) {
        this.out = out;
        this.terminal = terminal;
        this.shop = shop;
        this.rollout = rollout;
        this.threshold = threshold;
        this.startedAt = shop.clock().now();
    }

    /** A sentence of the story. */
    synchronized void say(String sentence) {
        print("\n" + sentence);
    }

    /** Something that happened. */
    synchronized void event(Event event) {
        change(event.at(), event.phase(), event.sentence());
    }

    /** Draws the board again, or says what is waited for where that is something new. */
    synchronized void refresh() {
        Snapshot snapshot = rollout.snapshot();
        if (terminal) {
            eraseBoard();
            drawBoard();
        } else if (!snapshot.waitingForSentence().equals(waiting)) {
            waiting = snapshot.waitingForSentence();
            change(shop.clock().now(), snapshot.phase(), waiting);
        }
    }

    /** Takes the board away, for what is printed afterwards. */
    synchronized void close() {
        eraseBoard();
    }

    /** One line, with how things stand where there is no board that shows it. */
    private void change(Instant at, Phase phase, String sentence) {
        String state = terminal ? "" : String.format(Locale.ROOT, "%-12s %s  ", phase.wireName(), weights());
        print(time(at) + "  " + state + sentence);
    }

    private void print(String line) {
        eraseBoard();
        out.println(line);
        drawBoard();
    }

    private void drawBoard() {
        if (terminal) {
            List<String> board = board();
            board.forEach(out::println);
            boardLines = board.size();
            out.flush();
        }
    }

    private void eraseBoard() {
        if (boardLines > 0) {
            // Up by so many lines, then clear all that is below.
            out.print("\u001b[" + boardLines + "A\u001b[J");
            boardLines = 0;
        }
    }

    private List<String> board() {
        Snapshot snapshot = rollout.snapshot();
        Phase phase = snapshot.phase();
        String state = String.format(
                Locale.ROOT,
                "  %s  %s, %d of %d checks failed",
                time(shop.clock().now()),
                phase == Phase.NONE ? "Not managed yet" : phase.wireName(),
                snapshot.status().failedChecks(),
                threshold);
        return List.of(
                "",
                state,
                arm("primary", Arm.PRIMARY, snapshot.split().primaryPercent()),
                arm("canary", Arm.CANARY, snapshot.split().canaryPercent()),
                "  " + snapshot.waitingForSentence());
    }

    private String arm(String name, Arm arm, int percent) {
        return String.format(
                Locale.ROOT, "  %-8s%-3s %s %3d %%  %s", name, version(arm), bar(percent), percent, rates(arm));
    }

    private String weights() {
        int percent = rollout.snapshot().split().canaryPercent();
        String rates = percent == 0 ? "" : rates(Arm.CANARY);
        return String.format(Locale.ROOT, "%-3s%s %3d %%  %-28s", version(Arm.CANARY), bar(percent), percent, rates);
    }

    private String rates(Arm arm) {
        Meter.Reading seen = shop.meter().read(arm, WINDOW);
        return seen.total() == 0
                ? "no requests"
                : String.format(Locale.ROOT, "success %6.2f %%  p99 %3.0f ms", seen.successPercent(), seen.p99Millis());
    }

    private String version(Arm arm) {
        return shop.workload().fleet(arm).revision().map(Revision::id).orElse("-");
    }

    private static String bar(int percent) {
        int filled = percent * BAR / 100;
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    private String time(Instant at) {
        Duration since = Duration.between(startedAt, at);
        return String.format(Locale.ROOT, "%d:%02d", since.toMinutes(), since.toSecondsPart());
    }
}
