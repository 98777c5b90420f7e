package app.flagger.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/transitions.md} is what the table says. */
class TransitionsPageTest {
    private static final Path FILE = Path.of(System.getProperty("basedir", "."), "..", "docs", "transitions.md");

    private static String page() {
        return """
                # How a canary moves

                Written by `Transitions`, compared in a test. To accept a change: `mvn test -pl flagger-engine -am \
                -Dtest=TransitionsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dflagger.transitions=accept`.

                A decision takes the first row, from top to bottom, whose phase is the canary's and whose condition holds. So the order
                of the rows is their order of importance. Rules are those of `DESIGN.md`, section 3.

                ## States

                Names with a capital are phases. The others are what was decided and saved, but is not carried out yet: the phase stays
                meanwhile, and nothing takes the decision back. Labels are names of rows.

                ```mermaid
                %s```

                %s""".formatted(Transitions.diagram(), Transitions.table("Rows"));
    }

    @Test
    void theCommittedPageIsTheTable() throws IOException {
        if ("accept".equals(System.getProperty("flagger.transitions"))) {
            Files.writeString(FILE, page());
        }
        assertThat(Files.readString(FILE))
                .as("docs/transitions.md; to accept the table as it is: -Dflagger.transitions=accept")
                .isEqualTo(page());
    }

    @Test
    void everyMoveIsDrawn() {
        List<String> drawn = Transitions.diagram()
                .lines()
                .filter(line -> line.contains(" : "))
                .flatMap(line -> Stream.of(line.split(" : ")[1].split("<br/>")))
                .toList();
        List<String> moving = Transitions.rows().stream()
                .filter(row -> !row.to().isEmpty()
                        || !row.sets().isEmpty()
                        || !row.ends().isEmpty())
                .map(Row::rule)
                .toList();
        assertThat(drawn).hasSameElementsAs(moving);
    }
}
