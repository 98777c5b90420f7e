package app.flagger.samples.cli;

import static app.flagger.samples.cli.Shell.flagger;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @Test
    void helpNamesEveryCommandAndTheExitStatus() {
        Shell.Outcome outcome = flagger("--help");

        assertThat(outcome.out()).contains("lint", "simulate", "replay", "Exit status:");
        assertThat(outcome.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lint", "simulate", "replay"})
    void everyCommandHasHelpOfItsOwn(String command) {
        Shell.Outcome outcome = flagger(command, "--help");

        assertThat(outcome.out()).startsWith("Usage: flagger " + command);
        assertThat(outcome.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lint", "simulate", "replay", "--nonsense", "nonsense"})
    void wrongArgumentsEndWithTwoAndUsageOnStandardError(String argument) {
        Shell.Outcome outcome = flagger(argument);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("Usage: flagger").doesNotContain("\tat ");
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        Shell.Outcome outcome = flagger();

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("Missing a command.", "Usage: flagger");
    }

    @Test
    void theVersionIsOneLine() {
        Shell.Outcome outcome = flagger("--version");

        assertThat(outcome.lines()).singleElement().asString().startsWith("flagger ");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void nothingIsColouredWhereThereIsNoTerminal() {
        assertThat(flagger("--help").out()).doesNotContain("\u001b");
    }
}
