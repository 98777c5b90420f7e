package app.flagger.samples.cli;

import app.flagger.testkit.Scenario;
import app.flagger.testkit.ScenarioPlayer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flagger replay}: plays recorded scenarios tick by tick and prints what was observed. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Plays scenarios tick by tick in virtual time and prints what was observed, in the form in which upstream Flagger's"
                    + " behaviour was recorded.",
            "",
            "Prints one line of JSON for each scenario, in the order of the arguments, and nothing else. A scenario that cannot be"
                    + " played gives a line with its name and an error, and does not stop the others.",
            ""
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every scenario was played", "1:at least one was not", "2:called with wrong arguments"})
final class Replay implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SCENARIO.json", arity = "1..*", description = "Scenarios.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ScenarioPlayer player = new ScenarioPlayer();
        boolean good = true;
        for (Path file : files) {
            String line = play(player, file);
            out.println(line);
            good &= !hasError(line);
        }
        return good ? 0 : 1;
    }

    private static String play(ScenarioPlayer player, Path file) {
        String name = file.getFileName() == null
                ? file.toString()
                : file.getFileName().toString();
        String stem = name.endsWith(".json") ? name.substring(0, name.length() - ".json".length()) : name;
        try {
            return player.play(Scenario.parse(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return error(stem, file + ": there is no such file");
        } catch (AccessDeniedException e) {
            return error(stem, file + ": may not be read");
        } catch (CharacterCodingException e) {
            return error(stem, file + ": is not UTF-8");
        } catch (IOException e) {
            return error(
                    stem,
                    file + ": " + (Files.isDirectory(file) ? "is a directory" : "cannot be read: " + e.getMessage()));
        } catch (RuntimeException | AssertionError e) {
            // Whatever one scenario comes upon, the others are still played.
            return error(stem, file + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    private static String error(String name, String message) {
        return JSON.createObjectNode().put("name", name).put("error", message).toString();
    }

    private static boolean hasError(String line) {
        try {
            JsonNode trace = JSON.readTree(line);
            return trace.has("error");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a trace that is not JSON: " + line, e);
        }
    }
}
