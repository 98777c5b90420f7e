package app.flagger.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.Canary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Manifests with random damage: what comes out is a bundle or an {@link InvalidManifest}, and never anything else. */
class BrokenManifestsTest {
    private static final List<byte[]> SEEDS = seeds();
    private static Path file = Path.of("");

    @BeforeContainer
    static void makeFile() throws IOException {
        file = Files.createTempFile("broken", ".manifest");
    }

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 3000, seed = "20261125")
    void damageEndsInABundleOrInProblems(@ForAll long seed) throws IOException {
        byte[] damaged = damage(new Random(seed));
        Files.write(file, damaged);
        for (Manifests manifests : List.of(Manifests.strict(Names.upstream()), Manifests.lenient())) {
            try {
                Bundle bundle = manifests.read(file);
                for (Document<Canary> document : bundle.documents()) {
                    assertThat(manifests.read(document.toYaml(), "y").canary()).isEqualTo(document.value());
                    assertThat(manifests.read(document.toJson(), "j.json").canary())
                            .isEqualTo(document.value());
                }
            } catch (InvalidManifest e) {
                assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                    assertThat(problem.line()).isPositive();
                    assertThat(problem.column()).isPositive();
                    assertThat(problem.message()).isNotBlank();
                });
            }
        }
    }

    private static byte[] damage(Random random) {
        byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size()));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int from = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, from + random.nextInt(random.nextBoolean() ? 3 : 60));
            bytes = switch (random.nextInt(5)) {
                case 0 -> join(bytes, 0, from, new byte[0], to); // deletion
                case 1 -> join(bytes, 0, from, garbage(random), from); // insertion
                case 2 -> join(bytes, 0, from, garbage(random), to); // replacement
                case 3 -> join(bytes, 0, to, Arrays.copyOfRange(bytes, from, to), to); // repetition
                default -> join(bytes, 0, from, syntax(random), Math.min(bytes.length, from + 1));
            };
        }
        return bytes;
    }

    private static byte[] join(byte[] bytes, int from, int to, byte[] middle, int rest) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(bytes, from, to - from);
        joined.writeBytes(middle);
        joined.write(bytes, rest, bytes.length - rest);
        return joined.toByteArray();
    }

    private static byte[] garbage(Random random) {
        byte[] garbage = new byte[1 + random.nextInt(4)];
        random.nextBytes(garbage);
        return garbage;
    }

    private static byte[] syntax(Random random) {
        String[] parts = {
            ":", ": ", "- ", "\n", "\t", " ", "  ", "{", "}", "[", "]", ",", "\"", "'", "#", "&a ", "*a", "!!str ", "|",
            ">", "? ", "<<: ", "---\n", "...\n", "null", "~", "-1", "1e999", "0x", "%", "@", "`", "\\", "\\u12", "/",
            "(", "*", "é"
        };
        return parts[random.nextInt(parts.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> seeds() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/manifests"))) {
            List<Path> all = files.sorted().toList();
            Stream<byte[]> yaml = all.stream().map(BrokenManifestsTest::bytes);
            Stream<byte[]> json = all.stream().map(BrokenManifestsTest::json);
            return Stream.concat(yaml, json).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] json(Path path) {
        try {
            return Manifests.lenient().read(path).documents().get(0).toJson().getBytes(StandardCharsets.UTF_8);
        } catch (InvalidManifest e) {
            throw new AssertionError(e);
        }
    }
}
