package app.flagger.engine.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads manifests with a given strictness. */
final class ManifestReader implements Manifests {
    private final boolean strict;
    private final Names known;

    ManifestReader(boolean strict, Names known) {
        this.strict = strict;
        this.known = known;
    }

    @Override
    public Bundle readAll(List<Path> files) throws InvalidManifest {
        BundleReader reader = new BundleReader(strict, known);
        for (Path file : files) {
            try {
                reader.read(SourceText.of(file));
            } catch (InvalidManifest e) {
                reader.add(e.problems());
            }
        }
        return reader.bundle(files.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }

    @Override
    public Bundle read(String text, String sourceName) throws InvalidManifest {
        BundleReader reader = new BundleReader(strict, known);
        reader.read(SourceText.of(sourceName, text));
        return reader.bundle(sourceName);
    }
}
