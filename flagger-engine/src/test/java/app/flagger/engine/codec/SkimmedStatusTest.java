package app.flagger.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.InvalidResource;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Check;
import java.util.List;
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
            assertThat(skimmed.dropped()).isEqualTo(status.outboxDropped());
            assertThat(skimmed.outbox())
                    .containsExactlyElementsOf(status.outbox().stream()
                            .map(entry -> new SkimmedStatus.Message(
                                    entry.id(),
                                    entry.kind().name(),
                                    entry.code(),
                                    entry.at().toString()))
                            .toList());
            List<Check> analysis = status.canaryAnalysis();
            assertThat(skimmed.lastCheck())
                    .isEqualTo(analysis.stream()
                            .reduce((before, last) -> last)
                            .map(check -> new SkimmedStatus.LastCheck(
                                    check.at().toString(), check.verdict().name())));
            assertThat(skimmed.run())
                    .isEqualTo(status.run()
                            .map(run -> new SkimmedStatus.LastRun(
                                    run.id(), run.revision().id())));
            assertThat(skimmed.step()).isEqualTo(status.step());
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
                        + "{\"reason\":{\"id\":\"inner\",\"code\":\"x\"},\"id\":\"é1\",\"kind\":\"EVENT\",\"z\":[{\"at\":1}],"
                        + "\"code\":\"c\",\"at\":\"t\"} ,\n{\"id\":\"2\",\"kind\":\"HOOK\",\"code\":\"d\",\"at\":\"u\"}],\"z\":0}";
        assertThat(SkimmedStatus.of(json).outbox())
                .containsExactly(
                        new SkimmedStatus.Message("é1", "EVENT", "c", "t"),
                        new SkimmedStatus.Message("2", "HOOK", "d", "u"));
    }

    @Test
    void readsOnBehindWhatIsNotGiven() {
        SkimmedStatus skimmed = SkimmedStatus.of(
                "{\"outbox\":null,\"canaryAnalysis\":[{\"at\":\"t\",\"verdict\":\"FAIL\"}],\"run\":null,\"z\":1}");
        assertThat(skimmed.outbox()).isEmpty();
        assertThat(skimmed.lastCheck()).contains(new SkimmedStatus.LastCheck("t", "FAIL"));
        assertThat(skimmed.run()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"outbox\":[{\"id\":1",
                "{\"outbox\":[{}]}",
                "{\"a\" 1}",
                "",
                "[1]",
                "{\"outbox\":[1]}",
                "{\"outbox\":{\"id\":\"2\"}}",
                "{\"canaryAnalysis\":[[]]}",
                "{\"canaryAnalysis\":[{}]}",
                "{\"canaryAnalysis\":[{\"at\":\"t\"}]}",
                "{\"run\":[]}",
                "{\"run\":{\"id\":\"r\"}}"
            })
    void refusesWhatItCannotRead(String json) {
        assertThatThrownBy(() -> SkimmedStatus.of(json)).isInstanceOf(InvalidResource.class);
    }
}
