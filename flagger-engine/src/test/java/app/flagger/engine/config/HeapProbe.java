package app.flagger.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Run in a JVM of its own, with a small heap: reads every file of a folder and holds what it got until the next. */
final class HeapProbe {
    private HeapProbe() {}

    public static void main(String[] args) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(args[0]))) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            try {
                Bundle bundle = Manifests.lenient().read(file);
                System.out.println(
                        file.getFileName() + " read " + bundle.canaries().size());
            } catch (InvalidManifest e) {
                System.out.println(
                        file.getFileName() + " refused " + e.problems().size());
            } catch (OutOfMemoryError e) {
                System.out.println(file.getFileName() + " OUT OF MEMORY");
            }
        }
        System.out.println("done");
    }
}
