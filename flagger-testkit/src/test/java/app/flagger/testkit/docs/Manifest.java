package app.flagger.testkit.docs;

import app.flagger.api.spec.Canary;
import app.flagger.engine.config.InvalidManifest;
import app.flagger.engine.config.Manifests;
import app.flagger.engine.config.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The manifest of the README. */
final class Manifest {
    private Manifest() {}

    static Canary read(Path folder) throws IOException, InvalidManifest {
        Path file = folder.resolve("web.yaml");
        Files.write(file, Page.of("README.md").blocks("yaml").get(0).lines());
        return canary(file);
    }

    private static Canary canary(Path file) throws InvalidManifest {
        Names names = Names.none()
                .withProviders(List.of("haproxy"))
                .withTargetKinds(List.of("Job"))
                .withHookSchemes(List.of("gate"));
        return Manifests.strict(names).read(file).canary();
    }
}
