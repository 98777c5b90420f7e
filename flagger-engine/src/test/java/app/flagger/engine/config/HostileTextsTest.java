package app.flagger.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.flagger.api.spec.Canary;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.reader.StreamReader;

class HostileTextsTest {
    private static final List<String> LEGAL =
            List.of("many-webhooks.yaml", "many-settings.yaml", "many-labels.yaml", "many-canaries.yaml");

    private final Manifests strict = Manifests.strict(Names.any());

    static Stream<String> names() {
        return HostileTexts.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyProblemOfAHostileTextFitsOnALineAndHasAPlace(String name) {
        String text = HostileTexts.all().get(name);
        InvalidManifest thrown = catchThrowableOfType(InvalidManifest.class, () -> strict.read(text, name));
        if (LEGAL.contains(name)) {
            assertThat(thrown).as("large, but legal").isNull();
            return;
        }
        assertThat(thrown.problems()).isNotEmpty().hasSizeLessThan(1000).allSatisfy(problem -> {
            assertThat(problem.line()).isPositive();
            assertThat(problem.column()).isPositive();
            assertThat(problem.message())
                    .isNotBlank()
                    .doesNotContain("\n", "Exception")
                    .hasSizeLessThan(400);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deep-flow.yaml       | nested deeper than 64 levels
            deep-dashes.yaml     | nested deeper than 64 levels
            deep.json            | nested deeper than 64 levels
            laughs.yaml          | aliases repeat more than
            laughing-texts.yaml  | aliases repeat more than
            circle.yaml          | names no anchor that was completed before it
            long-line.yaml       | longer than 131072 characters in one line
            long-number.yaml     | must be a whole number
            zeros.yaml           | the character U+0000 must not stand in a text file
            tab.yaml             | TAB
            tags.yaml            | the tag tag:yaml.org,2002:java.net.URL has no meaning here
            binary-tag.yaml      | the tag tag:yaml.org,2002:binary has no meaning here
            regex.yaml           | must have at most 1024 characters
            nan.json             | not JSON: Non-standard token 'NaN'
            many-numbers.json    | too many values
            """)
    void theMessageSaysWhatIsTooMuch(String name, String message) {
        String text = HostileTexts.all().get(name);
        InvalidManifest thrown = catchThrowableOfType(InvalidManifest.class, () -> strict.read(text, name));
        assertThat(thrown.problems())
                .extracting(Located::message)
                .anySatisfy(m -> assertThat(m).contains(message));
    }

    @Test
    void aFileOfAHundredMegabytesIsRefusedWithoutReadingIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(100L << 20);
        }
        assertThat(problem(file)).isEqualTo("too large: at most 4194304 bytes are read");
    }

    @Test
    void whatIsNoTextFileIsRefusedWithTheReason(@TempDir Path folder) throws IOException {
        assertThat(problem(folder)).isEqualTo("is a directory, not a file");
        assertThat(problem(folder.resolve("none.yaml"))).isEqualTo("there is no such file");
        assertThat(problem(Files.write(folder.resolve("u16"), "a: 1".getBytes(StandardCharsets.UTF_16))))
                .isEqualTo("is UTF-16; must be UTF-8");
        assertThat(problem(Files.write(folder.resolve("latin"), "a: 1\nb: ü".getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo("is not UTF-8: the byte 0xFC does not belong here");
        assertThat(problem(Files.write(folder.resolve("gzip"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0})))
                .isEqualTo("is not UTF-8: the byte 0x8B does not belong here");
    }

    /**
     * One mebibyte of input may take ten of heap. The JVM itself and the classes need about four, so a heap of 16 MiB is enough for
     * every text; with one of its own for each text the sum would not do.
     */
    @Test
    void aMebibyteOfAnythingIsReadInASmallHeap(@TempDir Path folder) throws Exception {
        for (Map.Entry<String, String> text : HostileTexts.all().entrySet()) {
            Files.writeString(folder.resolve(text.getKey()), text.getValue());
        }
        String classPath = Stream.of(
                        HeapProbe.class, Manifests.class, Canary.class, JsonFactory.class, StreamReader.class)
                .map(HostileTextsTest::root)
                .distinct()
                .collect(Collectors.joining(System.getProperty("path.separator")));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process probe = new ProcessBuilder(
                        java,
                        "-Xmx" + HEAP_MIB + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        HeapProbe.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(probe.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("done")
                .doesNotContain("OUT OF MEMORY")
                .contains(LEGAL.stream().map(name -> name + " read ").toList());
    }

    private static final int HEAP_MIB = Integer.getInteger("heap", 16);

    private String problem(Path file) {
        InvalidManifest thrown = catchThrowableOfType(InvalidManifest.class, () -> strict.read(file));
        assertThat(thrown.problems()).hasSize(1);
        return thrown.problems().get(0).message();
    }

    /** The folder or jar that a class is in, also when its module is patched. */
    private static String root(Class<?> type) {
        String resource = "/" + type.getName().replace('.', '/') + ".class";
        String url = type.getResource(resource).toString();
        String base = url.substring(0, url.length() - resource.length());
        base = base.startsWith("jar:") ? base.substring(4, base.length() - 1) : base;
        return Path.of(URI.create(base)).toString();
    }
}
