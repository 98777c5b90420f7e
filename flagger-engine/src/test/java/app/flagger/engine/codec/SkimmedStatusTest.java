package app.flagger.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.InvalidResource;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Check;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkimmedStatusTest {
    @Test
    void findsWhatAWholeReadingFinds() {
        int messages = 0;
        int checks = 0;
        for (long seed = 0; seed < 500; seed++) {
            CanaryStatus status = new RandomValues(seed).status();
            String json = StatusJson.write(status);
            SkimmedStatus skimmed = SkimmedStatus.of(json);
            assertThat(skimmed.outbox().stream().map(SkimmedStatus.Message::read))
                    .containsExactlyElementsOf(status.outbox());
            List<Check> analysis = status.canaryAnalysis();
            assertThat(skimmed.lastCheck().map(SkimmedStatus::check))
                    .isEqualTo(analysis.isEmpty() ? Optional.empty() : Optional.of(analysis.get(analysis.size() - 1)));
            messages += status.outbox().size();
            checks += analysis.size();
        }
        assertThat(messages).isGreaterThan(100);
        assertThat(checks).isGreaterThan(100);
    }

    @Test
    void isNotLedAstrayByTextsAndOtherOutboxes() {
        String json =
                "{\"phase\":\"Failed\",\"x\":{\"outbox\":[{\"id\":\"no\"}]},\"y\":\"\\\"outbox\\\":[{]\",\"outbox\":["
                        + "{\"reason\":{\"id\":\"inner\"},\"id\":\"é1\",\"z\":[1]} ,\n{\"id\":\"2\"}],\"z\":0}";
        assertThat(SkimmedStatus.of(json).outbox())
                .containsExactly(
                        new SkimmedStatus.Message("é1", "{\"reason\":{\"id\":\"inner\"},\"id\":\"é1\",\"z\":[1]}"),
                        new SkimmedStatus.Message("2", "{\"id\":\"2\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"outbox\":[{\"id\":1", "{\"outbox\":[{}]}", "{\"a\" 1}"})
    void refusesWhatItCannotRead(String json) {
        assertThatThrownBy(() -> SkimmedStatus.of(json)).isInstanceOf(InvalidResource.class);
    }
}
