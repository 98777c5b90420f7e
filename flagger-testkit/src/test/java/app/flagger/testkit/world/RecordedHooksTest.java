package app.flagger.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.HookType;
import org.junit.jupiter.api.Test;

class RecordedHooksTest {
    private final RecordedHooks hooks = new RecordedHooks();
    private final SimulatedCall call = SimulatedCall.of(new CanaryKey("shop", "web"), new VirtualClock());
    private final HookRequest gate = HookRequest.builder()
            .name("may-we")
            .type(HookType.CONFIRM_ROLLOUT)
            .url("http://hooks.test/gates/gate")
            .namespace("shop")
            .canary("web")
            .phase("Initialized")
            .checksum("1")
            .idempotencyKey("k")
            .build();

    @Test
    void aHookAnswersYesUntilItIsToldOtherwise() {
        assertThat(hooks.call(gate, call).success()).isTrue();

        hooks.status("gate", 403);
        assertThat(hooks.call(gate, call)).isEqualTo(new HookAnswer(false, false, "HTTP 403"));
        hooks.status("gate", 202);
        assertThat(hooks.call(gate, call).success()).isTrue();
        assertThat(hooks.calls()).containsExactly(gate, gate, gate);
    }

    @Test
    void aServerErrorMayBeAskedAgain() {
        hooks.status("gate", 503);

        assertThat(hooks.call(gate, call).retriable()).isTrue();
    }
}
