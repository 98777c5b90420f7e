package app.flagger.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.plug.CanaryStore.Stored;
import app.flagger.engine.runtime.Calling;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
    private static final CanaryKey KEY = new CanaryKey("shop", "web");

    @TempDir
    Path directory;

    @Test
    void whatWasSavedIsLoadedByAnotherStore() throws Exception {
        FileStore store = FileStore.in(directory.resolve("new"));
        assertThat(store.load(KEY, Calling.as("a"))).isEmpty();
        Stored saved = store.save(KEY, "{\"phase\":\"Ä\n\"}", Optional.empty(), Calling.as("op-1"));
        assertThat(FileStore.in(directory.resolve("new")).load(KEY, Calling.as("b")))
                .contains(saved);
    }

    @Test
    void whoHasAnOldVersionLosesTheWrite() throws Exception {
        FileStore store = FileStore.in(directory);
        Stored first = store.save(KEY, "1", Optional.empty(), Calling.as("op-1"));
        Stored second = store.save(KEY, "2", Optional.of(first.version()), Calling.as("op-2"));
        assertThat(second.version()).isNotEqualTo(first.version());
        assertConflict(() -> store.save(KEY, "3", Optional.of(first.version()), Calling.as("op-3")));
        assertConflict(() -> store.save(KEY, "3", Optional.empty(), Calling.as("op-3")));
        assertConflict(() -> store.delete(KEY, first.version(), Calling.as("op-4")));
        assertThat(store.load(KEY, Calling.as("x"))).contains(second);
        store.delete(KEY, second.version(), Calling.as("op-5"));
        assertThat(store.load(KEY, Calling.as("x"))).isEmpty();
    }

    private static void assertConflict(org.assertj.core.api.ThrowableAssert.ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        PlugException.class,
                        thrown -> assertThat(thrown.kind()).isEqualTo(PlugException.Kind.CONFLICT));
    }

    @Test
    void theSameOperationTwiceHasTheSameAnswer() throws Exception {
        FileStore store = FileStore.in(directory);
        Stored once = store.save(KEY, "1", Optional.empty(), Calling.as("op-1"));
        assertThat(store.save(KEY, "1", Optional.empty(), Calling.as("op-1"))).isEqualTo(once);
    }

    @Test
    void namesThatLookAlikeToAFileSystemAreKeptApart() throws Exception {
        FileStore store = FileStore.in(directory);
        List<CanaryKey> keys = List.of(
                new CanaryKey("a", "web"),
                new CanaryKey("a", "Web"),
                new CanaryKey("..", ".."),
                new CanaryKey("a@b", "c"),
                new CanaryKey("a", "b@c"),
                new CanaryKey("a", "%2e"),
                new CanaryKey("n".repeat(63), "x".repeat(253)),
                new CanaryKey("n".repeat(63), "x".repeat(252) + "y"));
        for (CanaryKey key : keys) {
            store.save(key, key.toString(), Optional.empty(), Calling.as("op"));
        }
        for (CanaryKey key : keys) {
            assertThat(store.load(key, Calling.as("x")).orElseThrow().json()).isEqualTo(key.toString());
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString().toLowerCase(java.util.Locale.ROOT))
                            .filter(name -> name.endsWith(".status")))
                    .doesNotHaveDuplicates()
                    .hasSize(keys.size());
        }
    }

    @Test
    void aFileThatSomebodyElseWroteIsRefused() throws Exception {
        FileStore store = FileStore.in(directory);
        store.save(KEY, "1", Optional.empty(), Calling.as("op-1"));
        Files.writeString(directory.resolve("shop@web.status"), "{}");
        assertThatThrownBy(() -> store.load(KEY, Calling.as("x")))
                .isInstanceOf(PlugException.class)
                .hasMessageContaining("shop@web.status");
    }

    @Test
    void aProcessThatIsKilledWhileItWritesLeavesAWholeStatus() throws Exception {
        for (int kill = 1; kill <= 3; kill++) {
            Path shared = directory.resolve("kill-" + kill);
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xshare:auto",
                            "-cp",
                            System.getProperty("java.class.path"),
                            EndlessWriter.class.getName(),
                            shared.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long confirmed = 0;
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
                for (int i = 0; i < 20 * kill; i++) {
                    String line = lines.readLine();
                    assertThat(line).as("the writer writes").isNotNull();
                    confirmed = Long.parseLong(line);
                }
                writer.destroyForcibly().waitFor();
            }
            String text = FileStore.in(shared)
                    .load(KEY, Calling.as("x"))
                    .orElseThrow()
                    .json();
            long found = Long.parseLong(text.substring(0, text.indexOf(':')));
            assertThat(found).as("nothing that was confirmed is lost").isGreaterThanOrEqualTo(confirmed);
            assertThat(text).as("nothing is torn").isEqualTo(EndlessWriter.text(found));
        }
    }

    /** Saves ever larger and smaller texts, and says so after each. */
    static final class EndlessWriter {
        private EndlessWriter() {}

        static String text(long number) {
            return number + ":" + "x".repeat((int) (number * 7_919 % 60_000));
        }

        public static void main(String[] arguments) throws Exception {
            FileStore store = FileStore.in(Path.of(arguments[0]));
            Optional<String> version = Optional.empty();
            for (long number = 1; ; number++) {
                version = Optional.of(store.save(KEY, text(number), version, Calling.as("op-" + number))
                        .version());
                System.out.println(number);
            }
        }
    }
}
