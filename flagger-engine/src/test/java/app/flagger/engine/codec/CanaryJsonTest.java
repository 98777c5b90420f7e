package app.flagger.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.spec.Canary;
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
    void aFieldThatIsWrongIsNamed() {
        assertThatThrownBy(() -> CanaryJson.read("{\"apiVersion\":\"flagger.app/v1beta1\",\"kind\":\"Canary\"}"))
                .hasMessageContaining("metadata: must be given")
                .hasMessageContaining("spec: must be given");
    }
}
