package app.flagger.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.InvalidResource;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CanaryJsonTest {
    @Property(tries = 300, seed = "20261125")
    void whatIsWrittenReadsAsTheSameCanary(@ForAll long seed) {
        Canary canary = new RandomValues(seed).canary();
        String json = CanaryJson.write(canary);
        assertThat(json).doesNotContain("\n");
        assertThat(CanaryJson.read(json)).isEqualTo(canary);
        assertThat(CanaryJson.write(CanaryJson.read(json))).isEqualTo(json);
    }

    @Test
    void aDurationThatHasNoFormOnTheWireIsRefused() {
        List<Duration> tooLong = List.of(
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofNanos(Long.MAX_VALUE).plusNanos(1));
        for (Duration interval : tooLong) {
            Canary canary = canary(Analysis.builder().iterations(1).interval(interval), Duration.ofSeconds(600));
            assertThatThrownBy(() -> CanaryJson.write(canary)).isInstanceOf(InvalidResource.class);
        }
        for (Duration deadline : List.of(Duration.ofSeconds(1L << 31), Duration.ofMillis(1_500))) {
            Canary canary = canary(Analysis.builder().iterations(1), deadline);
            assertThatThrownBy(() -> CanaryJson.write(canary))
                    .isInstanceOf(InvalidResource.class)
                    .hasMessageContaining("must be a whole number of seconds");
        }
    }

    @Test
    void theLongestDurationsReadAsTheyAreWritten() {
        Canary canary = canary(
                Analysis.builder().iterations(1).interval(Duration.ofNanos(-Long.MAX_VALUE)),
                Duration.ofSeconds(Integer.MAX_VALUE));
        assertThat(CanaryJson.read(CanaryJson.write(canary))).isEqualTo(canary);
    }

    private static Canary canary(Analysis.Builder analysis, Duration deadline) {
        return Canary.builder()
                .metadata(ObjectMetadata.builder().namespace("shop").name("web").build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", "web"))
                        .analysis(analysis.build())
                        .progressDeadline(deadline)
                        .build())
                .build();
    }

    @Test
    void aFieldThatIsWrongIsNamed() {
        assertThatThrownBy(() -> CanaryJson.read("{\"apiVersion\":\"flagger.app/v1beta1\",\"kind\":\"Canary\"}"))
                .hasMessageContaining("metadata: must be given")
                .hasMessageContaining("spec: must be given");
    }
}
