package app.flagger.samples.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code flagger}. Exits with 0 if all is well, 1 if something was found, 2 if it was called wrongly. */
@Command(
        name = "flagger",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Checks, plays and replays rollouts that are written as Flagger's Canary resources.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all is well", "1:something was found, or has failed", "2:called with wrong arguments"},
        footer = {"", "'flagger COMMAND --help' tells more about a command."})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs a command and exits with its status. */
    public static void main(String[] arguments) {
        // What the engine logs is for people too: one line each, on standard error.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%n");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(System.in, out, err, arguments));
    }

    /** Runs a command; the exit status. */
    static int run(InputStream in, PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Main())
                .addSubcommand(new Lint(in))
                .addSubcommand(new Simulate())
                .addSubcommand(new Replay())
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(28)
                .execute(arguments);
    }

    /** Called without a command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing a command.");
    }

    /** The version that the jar was built as. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Main.class.getPackage().getImplementationVersion();
            return new String[] {"flagger " + (built == null ? "(not built as a jar)" : built)};
        }
    }
}
