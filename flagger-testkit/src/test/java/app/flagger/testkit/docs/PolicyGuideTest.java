package app.flagger.testkit.docs;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.spec.Canary;
import app.flagger.engine.config.Manifests;
import app.flagger.engine.config.Names;
import app.flagger.testkit.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the guide docs/TESTING-POLICIES.md tells does happen. {@link CheckoutPolicyTest} is the test that it shows. */
class PolicyGuideTest {
    private static final Page GUIDE = Page.of("docs/TESTING-POLICIES.md");
    private static final Path RESOURCES = Path.of("src/test/resources/app/flagger/testkit/docs");
    private static final CheckoutPolicyTest TEST = new CheckoutPolicyTest();

    @Test
    void theFirstPolicyPassesTheFirstTestsAndTurnsGoodReleasesAway() throws Exception {
        Simulation draft = Simulation.of(firstPolicy());

        TEST.aReleaseThatFailsOneInTwentyIsRolledBack(draft);
        TEST.aReleaseThatFailsOneInTwentyIsRolledBackAsARule(draft);
        assertThatThrownBy(() -> TEST.aGoodReleaseGetsThrough(draft))
                .isInstanceOf(AssertionError.class)
                .satisfies(failure -> assertThat(failure.getMessage().lines().map(String::strip))
                        .containsAll(output()));
    }

    @Test
    void theBetterPolicyIsTheOneThatTheTestPlays() throws IOException {
        List<String> better = GUIDE.blocks("yaml").get(1).lines();
        List<String> first = GUIDE.blocks("yaml").get(0).lines();
        int analysis = first.indexOf("  analysis:");
        List<String> played = Files.readAllLines(RESOURCES.resolve("checkout.yaml"));

        assertThat(played.subList(0, analysis)).isEqualTo(first.subList(0, analysis));
        assertThat(played.subList(analysis, played.size())).isEqualTo(better);
    }

    @Test
    void theGatedPolicyIsTheBetterOneWithTheHookThatIsShown() throws IOException {
        List<String> gated = new ArrayList<>(Files.readAllLines(RESOURCES.resolve("checkout.yaml")));
        gated.addAll(GUIDE.blocks("yaml").get(2).lines());

        assertThat(Files.readAllLines(RESOURCES.resolve("gated.yaml"))).isEqualTo(gated);
    }

    @Test
    void theCoordinatesAreThoseOfThisVersion() throws IOException {
        String dependencies =
                String.join("", GUIDE.blocks("xml").get(0).lines()).replaceAll("\\s", "");
        String parent = Files.readString(Page.ROOT.resolve("pom.xml")).replaceAll("\\s", "");
        String version = between(parent, "<artifactId>flagger-parent</artifactId><version>", "<");
        String junit = between(parent, "<junit.version>", "<");

        assertThat(dependencies)
                .contains("<groupId>app.flagger</groupId><artifactId>flagger-testkit</artifactId><version>" + version)
                .contains("<artifactId>junit-jupiter</artifactId><version>" + junit + "<");
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }

    @Test
    void aPictureIsDrawn() throws Exception {
        CheckoutPolicyTest.draw(Simulation.of(firstPolicy()).run());

        assertThat(Path.of("target/checkout.svg")).content().startsWith("<svg");
    }

    private static Canary firstPolicy() throws Exception {
        String text = String.join("\n", GUIDE.blocks("yaml").get(0).lines());
        return Manifests.strict(Names.any()).read(text, "checkout.yaml").canary();
    }

    /** What the guide shows of the failure; lines that are left out stand as dots. */
    private static List<String> output() {
        List<String> lines = GUIDE.blocks("text").get(0).lines().stream()
                .map(String::strip)
                .filter(line -> !line.equals("…"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(5);
        return lines;
    }
}
