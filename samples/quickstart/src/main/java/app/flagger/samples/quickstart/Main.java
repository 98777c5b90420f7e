package app.flagger.samples.quickstart;

import app.flagger.api.spec.Canary;
import app.flagger.engine.config.InvalidManifest;
import app.flagger.engine.config.Manifests;
import app.flagger.engine.config.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * {@code java -jar quickstart.jar}: rolls out a good and a bad release on real requests, in well under a minute. Exits with 0 if
 * all went as described, with 1 if not.
 */
public final class Main {
    private static final int SPEED = 10;
    private static final int REQUESTS_PER_SECOND = 200;
    private static final String MANIFEST = "canary.yaml";

    private Main() {}

    /** Starts the quickstart; there are no arguments. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run(SPEED, REQUESTS_PER_SECOND, beside("timeline.svg"), System.out, isTerminal()));
    }

    /** Plays the story and says how it ended; the exit status. */
    static int run(int speed, int requestsPerSecond, Path picture, PrintStream out, boolean terminal)
            throws IOException, InterruptedException, InvalidManifest {
        out.println(
                "Flagger quickstart: two releases of a small shop, on real requests in this JVM, as canary.yaml says.");
        out.println("One second here is " + speed
                + " seconds of the rollout: intervals, windows and times below are its own.");
        List<String> surprises;
        try {
            Report report = new Quickstart(canary(), speed, requestsPerSecond, picture, out, terminal).run();
            out.println();
            report.lines().forEach(out::println);
            surprises = report.surprises();
        } catch (TimeoutException e) {
            surprises = List.of("a release did not come to an end in time");
        }
        out.println();
        out.println(
                surprises.isEmpty()
                        ? "As expected: v2 was promoted, v3 was rolled back, and v2 serves."
                        : "Not as expected: " + String.join("; ", surprises) + ".");
        return surprises.isEmpty() ? 0 : 1;
    }

    /** The manifest, checked against the names that this sample registers. */
    static Canary canary() throws IOException, InvalidManifest {
        Names names = Names.none().withProviders(List.of("gateway")).withTargetKinds(List.of("Service"));
        try (InputStream in = Objects.requireNonNull(Main.class.getResourceAsStream("/" + MANIFEST))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Manifests.strict(names).read(text, MANIFEST).canary();
        }
    }

    /** Next to the jar, so that nothing is left behind outside of the build's own folder. */
    private static Path beside(String name) {
        URI code = URI.create(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toString());
        return Path.of(code).resolveSibling(name);
    }

    private static boolean isTerminal() {
        return System.console() != null && !"dumb".equals(System.getenv("TERM"));
    }
}
