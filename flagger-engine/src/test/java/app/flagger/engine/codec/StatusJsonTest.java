package app.flagger.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problem;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StatusJsonTest {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
    private static final CanaryStatus PROGRESSING = CanaryStatus.builder()
            .phase(Phase.PROGRESSING)
            .canaryWeight(10)
            .lastCheckAt(NOON)
            .run(RunStatus.builder()
                    .id("run-7")
                    .revision(new Revision("v2"))
                    .startedAt(NOON)
                    .strategy("canary@1")
                    .build())
            .addOutbox(OutboxEntry.builder()
                    .id("run-7/1/1")
                    .kind(OutboxEntry.Kind.ALERT)
                    .code("started")
                    .reason(Reason.of("new-revision"))
                    .phase(Phase.PROGRESSING)
                    .at(NOON)
                    .build())
            .build();

    @Property(tries = 300, seed = "20261125")
    void whatIsWrittenReadsAsTheSameStatus(@ForAll long seed) {
        CanaryStatus status = new RandomValues(seed).status();
        String json = StatusJson.write(status);
        assertThat(StatusJson.read(json)).isEqualTo(status);
        assertThat(StatusJson.write(StatusJson.read(json))).isEqualTo(json);
    }

    @Property(tries = 200, seed = "20261125")
    void anyStatusCanFollowAnyOther(@ForAll long seed) {
        RandomValues values = new RandomValues(seed);
        String before = StatusJson.write(values.status());
        CanaryStatus after = values.status();
        assertThat(StatusJson.write(after, Optional.of(before))).isEqualTo(StatusJson.write(after));
    }

    @Test
    void theUpstreamFieldsAreWrittenAlwaysAndEverythingUsualIsLeftOut() {
        assertThat(StatusJson.write(CanaryStatus.initial()))
                .isEqualTo("{\"phase\":\"\",\"canaryWeight\":0,\"failedChecks\":0,\"iterations\":0}");
    }

    @Test
    void fieldsHaveTheirAccessorsNamesAndAFixedOrder() {
        assertThat(StatusJson.write(PROGRESSING))
                .isEqualTo(
                        "{\"phase\":\"Progressing\",\"canaryWeight\":10,\"failedChecks\":0,\"iterations\":0,"
                                + "\"run\":{\"id\":\"run-7\",\"revision\":\"v2\",\"startedAt\":\"2024-05-01T12:00:00Z\","
                                + "\"strategy\":\"canary@1\"},\"lastCheckAt\":\"2024-05-01T12:00:00Z\","
                                + "\"outbox\":[{\"id\":\"run-7/1/1\",\"kind\":\"ALERT\",\"code\":\"started\","
                                + "\"reason\":{\"rule\":\"new-revision\"},\"phase\":\"Progressing\",\"at\":\"2024-05-01T12:00:00Z\"}]}");
    }

    @Test
    void theOrderOfInsertionIntoAMapDoesNotShow() {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("configmap/b", "2");
        one.put("configmap/a", "1");
        CanaryStatus status = CanaryStatus.builder().trackedConfigs(one).build();
        assertThat(StatusJson.write(status)).contains("{\"configmap/a\":\"1\",\"configmap/b\":\"2\"}");
    }

    @Test
    void whatANewerEngineWroteSurvivesAChange() {
        String newer = StatusJson.write(PROGRESSING)
                .replace(
                        "\"phase\":\"Progressing\",\"canaryWeight\"",
                        "\"shade\":{\"b\":1,\"a\":[null,2.50]},\"phase\":\"Progressing\",\"canaryWeight\"")
                .replace("\"id\":\"run-7\",", "\"id\":\"run-7\",\"tint\":\"red\",")
                .replace("\"kind\":\"ALERT\",", "\"kind\":\"ALERT\",\"hue\":3,");
        CanaryStatus read = StatusJson.read(newer);
        assertThat(read).isEqualTo(PROGRESSING);
        CanaryStatus changed = read.toBuilder()
                .canaryWeight(20)
                .run(read.run().orElseThrow().toBuilder().passed(1).build())
                .outbox(java.util.List.of(
                        read.outbox().get(0).toBuilder().id("run-7/2/1").build(),
                        read.outbox().get(0).toBuilder().attempts(1).build()))
                .build();
        String written = StatusJson.write(changed, Optional.of(newer));
        assertThat(StatusJson.read(written)).isEqualTo(changed);
        assertThat(written)
                .endsWith(",\"shade\":{\"b\":1,\"a\":[null,2.50]}}")
                .contains("\"passed\":1,\"tint\":\"red\"}")
                .contains("\"attempts\":1,\"hue\":3}")
                .containsOnlyOnce("hue");
    }

    @Test
    void unknownFieldsOfAPartGoWithThePart() {
        String newer = StatusJson.write(PROGRESSING).replace("\"id\":\"run-7\",", "\"id\":\"run-7\",\"tint\":\"red\",");
        assertThat(StatusJson.write(CanaryStatus.initial(), Optional.of(newer))).doesNotContain("tint");
    }

    @Test
    void unknownFieldsOfARunGoWhenAnotherTakesItsPlace() {
        String newer = StatusJson.write(PROGRESSING).replace("\"id\":\"run-7\",", "\"id\":\"run-7\",\"tint\":\"red\",");
        RunStatus other =
                PROGRESSING.run().orElseThrow().toBuilder().id("run-8").build();
        assertThat(StatusJson.write(PROGRESSING.toBuilder().run(other).build(), Optional.of(newer)))
                .contains("run-8")
                .doesNotContain("tint");
    }

    @Test
    void aStatusOfUpstreamFlaggerIsRead() {
        CanaryStatus status = StatusJson.read("""
                {"canaryWeight": 0, "conditions": [{"lastTransitionTime": "2023-01-02T03:04:05Z",
                 "lastUpdateTime": "2023-01-02T03:04:05Z", "message": "Canary analysis completed successfully, promotion finished.",
                 "reason": "Succeeded", "status": "True", "type": "Promoted"}], "failedChecks": 1, "iterations": 0,
                 "lastAppliedSpec": "5d4d77b9d6", "lastPromotedSpec": "5d4d77b9d6", "lastTransitionTime": "2023-01-02T03:04:05Z",
                 "phase": "Succeeded", "trackedConfigs": {"configmap/a": "x"}}
                """);
        assertThat(status.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(status.condition("Promoted").orElseThrow().status()).isEqualTo("True");
    }

    @Test
    void aMalformedStatusNamesEachField() {
        assertThatThrownBy(() -> StatusJson.read(
                        "{\"phase\":\"Progresing\",\"canaryWeight\":\"10\",\"run\":{\"id\":5,\"startedAt\":\"noon\"}}"))
                .isInstanceOfSatisfying(
                        InvalidResource.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::path)
                                .containsExactlyInAnyOrder(
                                        "phase",
                                        "canaryWeight",
                                        "run.id",
                                        "run.startedAt",
                                        "run.revision",
                                        "run.strategy"))
                .hasMessageContaining("did you mean Progressing?");
    }

    @Test
    void whatIsNotOneJsonObjectIsRefusedWithASentence() {
        assertThatThrownBy(() -> StatusJson.read("")).hasMessage("status: status: is empty");
        assertThatThrownBy(() -> StatusJson.read("{}{}")).hasMessageContaining("holds more than one value");
        assertThatThrownBy(() -> StatusJson.read("[]")).hasMessageContaining("must be a map");
        assertThatThrownBy(() -> StatusJson.read("{\"step\":1,\"step\":2}")).hasMessageContaining("step: given twice");
        assertThatThrownBy(() -> StatusJson.read("{\"x\":NaN}")).isInstanceOf(InvalidResource.class);
        assertThatThrownBy(() -> StatusJson.read("{\"x\":" + "[".repeat(65) + "]".repeat(65) + "}"))
                .hasMessageContaining("nested deeper than 64 levels");
    }

    @Test
    void aValueOutsideItsRangeIsRefusedByItsPath() {
        assertThatThrownBy(() -> StatusJson.read("{\"canaryWeight\":101}"))
                .hasMessageContaining("canaryWeight: 101: must be between 0 and 100");
    }
}
