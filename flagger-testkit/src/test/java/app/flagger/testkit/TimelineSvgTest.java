package app.flagger.testkit;

import static app.flagger.testkit.Policies.policy;
import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.errors;
import static app.flagger.testkit.world.Behaviour.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.status.Phase;
import app.flagger.testkit.Timeline.Entry;
import app.flagger.testkit.Timeline.Kind;
import app.flagger.testkit.world.Request;
import app.flagger.testkit.world.Throughput;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * The pictures are compared with the committed ones, which people have looked at. {@code -Dflagger.pictures=accept} rewrites them;
 * then look at them again.
 */
class TimelineSvgTest {
    private static final boolean ACCEPT = "accept".equals(System.getProperty("flagger.pictures"));
    private static final Path PICTURES = Path.of(System.getProperty("basedir", "."), "src/test/resources/pictures");

    static Stream<Arguments> runs() {
        Simulation steps = policy("stepWeight: 20\nmaxWeight: 60").requestsPerSecond(40);
        return Stream.of(
                arguments("promoted", steps.run()),
                arguments(
                        "rolled-back",
                        steps.canary(from(seconds(70), errors(percent(5)))).run()),
                arguments(
                        "mirrored",
                        policy("stepWeights: [10, 50]\nmirror: true\nmirrorWeight: 40")
                                .run()),
                arguments(
                        "a-b",
                        policy("iterations: 4\nmatch: [{headers: {x-user: {exact: insider}}}]")
                                .requests(Request.plain().header("x-user", "insider"), 2, 10)
                                .run()),
                arguments(
                        "disturbed",
                        steps.fault(Faults.on(TrafficRouter.class).call(7).timeout())
                                .at(seconds(45), World::killEngine)
                                .at(seconds(100), World::restartEngine)
                                .at(seconds(150), world -> world.push("v3"))
                                .at(minutes(5), world -> world.metric("request-duration", 812.5))
                                .run()));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aSeedAlwaysGivesTheCommittedPicture(String name, Run run) throws IOException {
        assertIsCommitted(name, run.timeline().toSvg());
    }

    @Test
    void everyMarkHasAShapeOfItsOwn() throws IOException {
        Split ten = Split.canary(10);
        Timeline timeline = new Timeline(
                "Every mark",
                List.of(
                        new Entry(Duration.ZERO, Kind.PUSH, Phase.INITIALIZED, Split.allToPrimary(), "v2"),
                        new Entry(seconds(1), Kind.STEP, Phase.PROGRESSING, ten, ""),
                        new Entry(seconds(2), Kind.PASS, Phase.PROGRESSING, ten, "check pass: errors 0.10 pass"),
                        new Entry(seconds(3), Kind.FAIL, Phase.PROGRESSING, ten, "check fail: errors 7.00 above-max"),
                        new Entry(
                                seconds(4),
                                Kind.INCONCLUSIVE,
                                Phase.PROGRESSING,
                                ten,
                                "check inconclusive: errors 0.98"),
                        new Entry(seconds(5), Kind.CHANGE, Phase.PROGRESSING, ten, "hook veto answers 200 from now on"),
                        new Entry(seconds(6), Kind.FAULT, Phase.PROGRESSING, ten, "fault at 17 TrafficRouter.write"),
                        new Entry(seconds(7), Kind.EVENT, Phase.FAILED, Split.allToPrimary(), "Canary failed!")),
                List.of(
                        new Throughput(Duration.ZERO, seconds(7), "v1", 63, 3),
                        new Throughput(Duration.ZERO, seconds(7), "v2", 20, 2),
                        new Throughput(Duration.ZERO, seconds(7), "v3", 20, 0),
                        new Throughput(Duration.ZERO, seconds(7), "v4", 20, 0),
                        new Throughput(Duration.ZERO, seconds(7), "v5", 20, 0)));

        assertIsCommitted("every-mark", timeline.toSvg());
    }

    /** Everything that needs room, and too much of it. */
    @Test
    void whatHasNoRoomIsLeftOutOrBroken() throws Exception {
        List<Entry> entries = new ArrayList<>();
        String digest = "registry.test/shop/web@sha256:" + "0123456789abcdef".repeat(4);
        entries.add(new Entry(Duration.ZERO, Kind.PUSH, Phase.INITIALIZED, Split.allToPrimary(), digest));
        for (int i = 1; i <= 100; i++) {
            Split split = i < 50 ? Split.mirror(i) : Split.matched();
            Kind kind = i % 10 == 0 ? Kind.INCONCLUSIVE : i % 3 == 0 ? Kind.FAIL : Kind.PASS;
            entries.add(new Entry(minutes(i), kind, Phase.PROGRESSING, split, "check " + i));
            if (i % 5 == 0) {
                entries.add(new Entry(minutes(i), Kind.PUSH, Phase.PROGRESSING, split, "web-7f9c8d6b" + i));
            }
        }
        String query = "https://prometheus.test/api/v1/query?query=" + "rate_of_errors_".repeat(20);
        entries.add(new Entry(minutes(101), Kind.EVENT, Phase.FAILED, Split.allToPrimary(), query));
        Timeline timeline = new Timeline(
                "shop/web-with-a-name-that-goes-on-for-long, seed 1: rolled back after 1h41m because of a metric and a hook",
                entries,
                List.of(new Throughput(Duration.ZERO, minutes(101), "v1", 10_000, 0)));

        String svg = timeline.toSvg();
        assertIsCommitted("crowded", svg);
        String text = parse(svg).getDocumentElement().getTextContent();
        assertThat(text.replaceAll("\\s", "")).contains(query, "check100");
    }

    private static void assertIsCommitted(String name, String svg) throws IOException {
        Path file = PICTURES.resolve(name + ".svg");
        if (ACCEPT) {
            Files.createDirectories(PICTURES);
            Files.writeString(file, svg);
        }
        assertThat(svg).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aPictureIsWellFormedAndHoldsEveryCheckWithItsValues(String name, Run run) throws Exception {
        Document svg = parse(run.timeline().toSvg());

        String text = svg.getDocumentElement().getTextContent().replaceAll("\\s+", " ");
        assertThat(text).contains("shop/web, seed 1: ", "v1: ", "v2: ");
        assertThat(run.timeline().entries())
                .filteredOn(entry -> !entry.what().isEmpty())
                .isNotEmpty()
                .allSatisfy(entry ->
                        assertThat(text.replace(" ", "")).contains(entry.what().replace(" ", "")));
        assertThat(colours(svg)).as("shades of grey").allMatch(colour -> colour.matches("#(..)\\1\\1"));
    }

    @Test
    void whatTextsHoldDoesNotBreakThePicture() throws Exception {
        Timeline timeline = new Timeline(
                "a < b & \"c\" \u0000",
                List.of(
                        new Entry(Duration.ZERO, Kind.PUSH, Phase.PROGRESSING, Split.canary(10), "<v2>"),
                        new Entry(seconds(9), Kind.FAULT, Phase.FAILED, Split.allToPrimary(), "write\u001b]]>")),
                List.of(new Throughput(Duration.ZERO, seconds(9), "", 5, 5)));

        String text = parse(timeline.toSvg()).getDocumentElement().getTextContent();

        assertThat(text)
                .contains("a < b & \"c\" \ufffd", "<v2>", "write\ufffd]]>", "no version: 5 requests answered, 5");
    }

    @Test
    void aTimelineInWhichNothingHappenedIsAPictureToo() throws Exception {
        Timeline nothing = new Timeline("nothing", List.of(), List.of());

        assertThat(parse(nothing.toSvg()).getDocumentElement().getTextContent()).contains("nothing");
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<String> colours(Document svg) {
        NodeList all = svg.getElementsByTagName("*");
        return Stream.iterate(0, i -> i + 1)
                .limit(all.getLength())
                .map(i -> all.item(i).getAttributes())
                .flatMap(it -> Stream.of(it.getNamedItem("fill"), it.getNamedItem("stroke")))
                .filter(it -> it != null && !it.getNodeValue().startsWith("url"))
                .map(it -> it.getNodeValue())
                .distinct()
                .toList();
    }
}
