package app.flagger.testkit.junit;

import app.flagger.api.spec.Canary;
import app.flagger.engine.config.Bundle;
import app.flagger.engine.config.InvalidManifest;
import app.flagger.engine.config.Manifests;
import app.flagger.engine.config.Names;
import app.flagger.testkit.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** Reads what a {@link RolloutPolicy} names. */
final class PolicyFile {
    private PolicyFile() {}

    static Simulation simulation(RolloutPolicy policy, Class<?> test) {
        try {
            Bundle bundle = Manifests.strict(Names.any()).read(text(policy.value(), test), policy.value());
            return Simulation.of(canary(bundle, policy))
                    .engine(engine -> engine.resources(bundle.resources()))
                    .seed(policy.seed());
        } catch (InvalidManifest e) {
            throw new ParameterResolutionException(e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterResolutionException("cannot read " + policy.value() + ": " + e.getMessage(), e);
        }
    }

    private static Canary canary(Bundle bundle, RolloutPolicy policy) {
        List<Canary> found = bundle.canaries().stream()
                .filter(canary ->
                        policy.canary().isEmpty() || canary.metadata().name().equals(policy.canary()))
                .toList();
        if (found.size() != 1) {
            String wanted = policy.canary().isEmpty() ? "one canary" : "one canary with the name " + policy.canary();
            String there = bundle.canaries().stream()
                    .map(canary -> canary.key().toString())
                    .collect(Collectors.joining(", ", "[", "]"));
            throw new ParameterResolutionException(policy.value() + " should have " + wanted + ", but has " + there);
        }
        return found.get(0);
    }

    private static String text(String name, Class<?> test) throws IOException {
        try (InputStream beside = test.getResourceAsStream(name);
                InputStream fromRoot = test.getResourceAsStream("/" + name)) {
            InputStream found = beside == null ? fromRoot : beside;
            if (found != null) {
                return new String(found.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        Path file = Path.of(name);
        if (!Files.exists(file)) {
            throw new ParameterResolutionException("there is no " + name + ": neither a resource beside "
                    + test.getName() + " or at the root of the class path, nor a file " + file.toAbsolutePath());
        }
        return Files.readString(file);
    }
}
