package app.flagger.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.engine.RunResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The whole story, faster than in the demonstration, on real requests and with the real engine. */
class QuickstartTest {
    private static final int SPEED = 25;
    private static final int REQUESTS_PER_SECOND = 400;

    @TempDir
    private static Path folder;

    private static Report report;
    private static String screen;

    @BeforeAll
    static void play() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Path picture = folder.resolve("timeline.svg");
        report = new Quickstart(Main.canary(), SPEED, REQUESTS_PER_SECOND, picture, out, false).run();
        screen = bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theGoodReleaseIsPromotedAndTheBadOneRolledBack() {
        assertThat(report.good()).isEqualTo(RunResult.Outcome.PROMOTED);
        assertThat(report.bad()).isEqualTo(RunResult.Outcome.ROLLED_BACK);
        assertThat(report.serving()).isEqualTo("v2");
        assertThat(report.surprises()).isEmpty();
    }

    @Test
    void onlyTheBadReleaseHurtAndOnlyItsSmallShareOfTheRequests() {
        Counts counts = report.counts();

        assertThat(counts.byVersion()).containsOnlyKeys("v1", "v2", "v3");
        assertThat(counts.statuses("v1")).containsOnlyKeys(200);
        assertThat(counts.statuses("v2")).containsOnlyKeys(200);
        assertThat(counts.statuses("v3")).containsOnlyKeys(200, 500);
        assertThat(counts.failed()).isEqualTo(counts.failed("v3")).isBetween(1L, counts.total() / 20);
        assertThat(report.unanswered()).isZero();
    }

    @Test
    void whereThereIsNoTerminalEachChangeIsOneLine() {
        assertThat(screen)
                .contains("Advance shop.quickstart canary weight 10", "Advance shop.quickstart canary weight 50");
        assertThat(screen).doesNotContain("\u001b");
    }

    @Test
    void thePictureIsAnSvgWithPhasesReleasesAndCounts() throws Exception {
        Element svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Files.newInputStream(report.picture()))
                .getDocumentElement();

        assertThat(svg.getNodeName()).isEqualTo("svg");
        assertThat(svg.getTextContent())
                .contains(
                        "Progressing",
                        "Promoting",
                        "Succeeded",
                        "Failed",
                        "v1",
                        "v2",
                        "v3",
                        "check passed",
                        "check failed",
                        "Promotion completed!");
    }
}
