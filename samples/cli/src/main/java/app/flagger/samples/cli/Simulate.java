package app.flagger.samples.cli;

import app.flagger.api.InvalidResource;
import app.flagger.api.spec.Canary;
import app.flagger.engine.RunResult;
import app.flagger.engine.config.Bundle;
import app.flagger.engine.config.InvalidManifest;
import app.flagger.engine.config.Manifests;
import app.flagger.engine.config.Names;
import app.flagger.testkit.Run;
import app.flagger.testkit.Runs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flagger simulate}: plays manifests in virtual time. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = {
            "Plays canaries in virtual time: the real engine on a simulated mesh.",
            "",
            "Version v1 runs, v2 is pushed, and the timeline tells what becomes of it. The same seed gives the same run. What the"
                    + " simulated world cannot know, as the answer to a query, is made up, and the output says so.",
            ""
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every canary was played to its end, however it ended",
            "1:a manifest is not legal, a run did not end, or not as expected",
            "2:called with wrong arguments"
        },
        footer = {
            "",
            "Examples:",
            "  flagger simulate web.yaml --canary-errors 3%% --rps 200 --expect rolled-back --timeline web.svg",
            "  flagger simulate web.yaml --canary-errors 1%% --runs 100"
        })
final class Simulate implements Callable<Integer> {
    private static final int MOST_RUNS = 10_000;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Manifests with canaries and their MetricTemplates and AlertProviders.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private Circumstances circumstances;

    @Option(
            names = "--expect",
            paramLabel = "OUTCOME",
            converter = Converters.OfOutcome.class,
            description = "How every run must end: promoted or rolled-back.")
    private RunResult.@Nullable Outcome expected;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description =
                    "Play it with N seeds in a row, 1 to 10000, and print how often it was promoted and rolled back, how long"
                            + " it took to notice, and how many requests the new version got.")
    private @Nullable Integer runs;

    @Option(
            names = "--timeline",
            paramLabel = "FILE.svg",
            description =
                    "Draw what happened as an SVG picture, of several runs the first, or the first that was not as expected."
                            + " Needs exactly one canary.")
    private @Nullable Path timeline;

    @Option(names = "--json", description = "Print one line of JSON for each canary.")
    private boolean json;

    @Override
    public Integer call() {
        circumstances.check();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Bundle bundle = Manifests.strict(Names.any()).readAll(files);
            if (bundle.canaries().isEmpty()) {
                err.println("no Canary in " + files);
                return 1;
            }
            circumstances.check(bundle.canaries());
            check(bundle);
            boolean good = true;
            for (Canary canary : bundle.canaries()) {
                good &= play(canary, bundle);
            }
            return good ? 0 : 1;
        } catch (InvalidManifest e) {
            e.problems().forEach(err::println);
            return 1;
        }
    }

    /** Whether it ended, and as expected. */
    private boolean play(Canary canary, Bundle bundle) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Rehearsal rehearsal = new Rehearsal(canary, bundle.resources(), circumstances);
            if (runs == null) {
                Run run = rehearsal.play();
                Playbill playbill = new Playbill(run, rehearsal.notes());
                return tell(List.of(run), json ? playbill.json() : playbill.text());
            }
            Runs all = rehearsal.play(runs);
            Statistics statistics = new Statistics(all, rehearsal.notes());
            return tell(all.all(), json ? statistics.json() : statistics.text());
        } catch (InvalidResource e) {
            e.problems().forEach(problem -> err.println(canary.key() + ": " + problem));
            return false;
        } catch (AssertionError e) {
            // The testkit watches the engine; this would be a bug of the engine, and the message is its report.
            err.println(canary.key() + ": " + e.getMessage());
            return false;
        }
    }

    private boolean tell(List<Run> played, String text) {
        spec.commandLine().getOut().println(text);
        Optional<Run> other = played.stream()
                .filter(run -> expected != null && !endedAs(run, expected))
                .findFirst();
        boolean good = draw(other.orElse(played.get(0))) && played.stream().allMatch(Run::ended);
        other.ifPresent(run -> spec.commandLine()
                .getErr()
                .println(run.canary().key() + ": should have been " + Playbill.words(expected)
                        + (runs == null ? "" : ", but was not with seed " + run.seed())));
        return good && other.isEmpty();
    }

    private static boolean endedAs(Run run, RunResult.Outcome outcome) {
        return run.result().map(RunResult::outcome).equals(Optional.of(outcome));
    }

    /** Whether the picture, if one was wanted, could be written. */
    private boolean draw(Run run) {
        if (timeline == null) {
            return true;
        }
        try {
            Files.writeString(timeline, run.timeline().toSvg());
            return true;
        } catch (IOException e) {
            spec.commandLine().getErr().println(timeline + ": cannot be written: " + e);
            return false;
        }
    }

    private void check(Bundle bundle) {
        if (runs != null && (runs < 1 || runs > MOST_RUNS)) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--runs': must be between 1 and " + MOST_RUNS);
        }
        if (timeline != null && bundle.canaries().size() != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--timeline': needs exactly one canary, but there are "
                            + bundle.canaries().size());
        }
    }
}
