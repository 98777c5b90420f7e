package app.flagger.samples.cli;

import app.flagger.engine.config.Bundle;
import app.flagger.engine.config.InvalidManifest;
import app.flagger.engine.config.Located;
import app.flagger.engine.config.Manifests;
import app.flagger.engine.config.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flagger lint}: says what is wrong with manifests, and where. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Checks manifests: Canary, MetricTemplate and AlertProvider, as YAML or JSON.",
            "",
            "Prints one line for each finding, FILE:LINE:COLUMN: error: FIELD: VALUE: what would be right."
                    + " Warnings tell what is legal but probably not meant, or is replaced by a default.",
            ""
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:no error", "1:at least one error", "2:called with wrong arguments"})
final class Lint implements Callable<Integer> {
    private static final String STDIN = "-";

    private final InputStream in;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Manifests, each checked by itself; - is the standard input.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--any-name",
            description =
                    "Accept any name of a provider, target kind, strategy and so on, not only those that ship with Flagger.")
    private boolean anyName;

    /** Reads {@code -} from there. */
    Lint(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() {
        Manifests manifests = Manifests.strict(anyName ? Names.any() : Names.upstream());
        Findings findings = new Findings(spec.commandLine().getOut());
        for (String file : files) {
            findings.take(() ->
                    file.equals(STDIN) ? manifests.read(standardInput(), "<stdin>") : manifests.read(Path.of(file)));
        }
        findings.summarise(files.size());
        return findings.errors == 0 ? 0 : 1;
    }

    private String standardInput() throws InvalidManifest {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes());
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw unreadable("is not UTF-8");
        } catch (IOException e) {
            throw unreadable("cannot be read: " + e.getMessage());
        }
    }

    private static InvalidManifest unreadable(String message) {
        return new InvalidManifest(List.of(new Located("<stdin>", 1, 1, "", "", message)));
    }

    /** Prints and counts. */
    private static final class Findings {
        private final PrintWriter out;
        private int errors;
        private int warnings;
        private int others;

        Findings(PrintWriter out) {
            this.out = out;
        }

        /** Reads manifests; may refuse them. */
        @FunctionalInterface
        interface Reading {
            Bundle read() throws InvalidManifest;
        }

        void take(Reading reading) {
            try {
                Bundle bundle = reading.read();
                bundle.warnings().forEach(warning -> print(warning, "warning"));
                warnings += bundle.warnings().size();
                others += bundle.otherDocuments().size();
            } catch (InvalidManifest e) {
                e.problems().forEach(problem -> print(problem, "error"));
                errors += e.problems().size();
            }
        }

        void summarise(int files) {
            String skipped = others > 0 ? "; " + count(others, "document") + " of other kinds skipped" : "";
            out.println(
                    count(files, "file") + ": " + count(errors, "error") + ", " + count(warnings, "warning") + skipped);
        }

        private void print(Located finding, String severity) {
            String all = finding.toString();
            String where = finding.file() + ":" + finding.line() + ":" + finding.column() + ": ";
            out.println(where + severity + ": " + all.substring(where.length()));
        }

        private static String count(int number, String what) {
            return number + " " + what + (number == 1 ? "" : "s");
        }
    }
}
