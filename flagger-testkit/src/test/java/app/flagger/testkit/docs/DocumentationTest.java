package app.flagger.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.engine.TickRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages say about the code is so. */
class DocumentationTest {
    private static final Path ENGINE = Page.ROOT.resolve("flagger-engine/src/main/java/app/flagger/engine");
    private static final Path EXAMPLES = Page.ROOT.resolve("flagger-testkit/src/test/java/app/flagger/testkit/docs");
    private static final Pattern TYPE = Pattern.compile("[A-Z]\\w+(\\.[A-Z]\\w+)?");
    private static final Pattern TOLD = Pattern.compile(
            "\\.(?:event|alert)\\(\\s*\"([a-z-]+)\"|\\btell\\(\\w+, \"([a-z-]+)\"|rollBack\\(\\s*facts,\\s*[^\";]*?\"([a-z-]+)\"");

    @Test
    void everyJavaBlockStandsInAnExampleThatRuns() {
        List<String> examples =
                sources(EXAMPLES).stream().map(DocumentationTest::stripped).toList();
        List<String> missing = new ArrayList<>();
        for (Page page : Page.all()) {
            for (Page.Block block : page.blocks("java")) {
                String text = stripped(String.join("\n", block.lines()));
                if (examples.stream().noneMatch(example -> example.contains(text))) {
                    missing.add(page.path() + ":" + block.line() + ": no example holds this block");
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRelativeLinkLeadsToAFile() {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            Path folder = Page.ROOT.resolve(page.path()).getParent();
            for (String link : page.links()) {
                String file = link.replaceFirst("#.*", "");
                if (!link.matches("[a-z]+:.*") && !file.isEmpty() && !Files.exists(folder.resolve(file))) {
                    broken.add(page.path() + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyRecordThatIsExportedIsListedAsOfFixedShape() {
        SortedSet<String> exported = new TreeSet<>();
        for (String line : signatures()) {
            if (line.matches("public (static )?final record .*")) {
                exported.add(simpleName(line.substring(line.indexOf("record ") + 7, line.indexOf('('))));
            }
        }
        List<String> listed = Page.of("docs/VERSIONING.md").codesAfter("**Records of fixed shape.**").stream()
                .filter(code -> !code.startsWith("app."))
                .toList();
        assertThat(new TreeSet<>(listed)).isEqualTo(exported);
        assertThat(listed).doesNotHaveDuplicates();
    }

    @Test
    void everyTypeThatTheTourNamesIsExported() {
        SortedSet<String> exported = new TreeSet<>();
        for (String line : signatures()) {
            Matcher type = Pattern.compile(" (?:class|interface|enum|record) ([\\w.$]+)")
                    .matcher(line);
            if (line.startsWith("public") && type.find()) {
                exported.add(simpleName(type.group(1)));
            }
        }
        Page tour = Page.of("docs/API.md");
        String types = tour.text().substring(0, tour.text().indexOf("## Three user programs"));
        Matcher named = Pattern.compile("`([^`\n]+)`").matcher(types);
        SortedSet<String> unknown = new TreeSet<>();
        while (named.find()) {
            if (TYPE.matcher(named.group(1)).matches() && !exported.contains(named.group(1))) {
                unknown.add(named.group(1));
            }
        }
        unknown.removeAll(List.of("IOException", "Kind"));
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyCodeThatIsToldIsExplained() {
        SortedSet<String> told = new TreeSet<>();
        for (String source : sources(ENGINE)) {
            Matcher code = TOLD.matcher(source);
            while (code.find()) {
                told.add(Stream.of(code.group(1), code.group(2), code.group(3))
                        .filter(group -> group != null)
                        .findFirst()
                        .orElseThrow());
            }
        }
        assertThat(told).hasSizeGreaterThan(40);
        assertThat(Page.of("docs/VERSIONING.md").codesAfter("**Events**")).containsAll(told);
    }

    @Test
    void everyCodeRuleAndOutcomeThatIsExplainedStandsInTheEngine() {
        String engine = String.join("\n", sources(ENGINE));
        Page page = Page.of("docs/VERSIONING.md");
        List<String> explained = new ArrayList<>();
        for (String table : List.of("**Events**", "**Rules**", "**Outcomes** of a check")) {
            explained.addAll(page.codesAfter(table));
        }
        List<String> unknown = explained.stream()
                .filter(code -> code.matches("[a-z-]+"))
                .filter(code -> !engine.contains('"' + code + '"') && !isReasonForNoNumber(code))
                .filter(code -> !List.of("threshold", "resume").contains(code))
                .toList();
        assertThat(unknown).isEmpty();
    }

    @Test
    void theFormatOfTickRecordsIsTheOneThatIsDescribed() {
        assertThat(Page.of("docs/VERSIONING.md").text()).contains("format " + TickRecord.FORMAT);
    }

    private static boolean isReasonForNoNumber(String code) {
        String constant = code.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
        return Stream.of(app.flagger.api.plug.Measurement.Why.values())
                .anyMatch(why -> why.name().equals(constant));
    }

    private static List<String> signatures() {
        try (Stream<Path> files = Files.list(Page.ROOT.resolve("docs/signatures"))) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String simpleName(String binaryName) {
        return binaryName
                .substring(binaryName.lastIndexOf('.') + 1)
                .replace('$', '.')
                .replaceFirst("<.*", "");
    }

    private static List<String> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> sources = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                sources.add(Files.readString(file));
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines without indentation, so that a block may stand deeper in its example than on the page. */
    private static String stripped(String text) {
        StringBuilder lines = new StringBuilder("\n");
        text.lines().forEach(line -> lines.append(line.strip()).append('\n'));
        return lines.toString();
    }
}
