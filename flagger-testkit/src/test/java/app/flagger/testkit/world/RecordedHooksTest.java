package app.flagger.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.HookType;
import java.util.function.Predicate;
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

        hooks.status("may-we", 403);
        assertThat(hooks.call(gate, call)).isEqualTo(new HookAnswer(false, false, "HTTP 403"));
        hooks.status("may-we", 202);
        assertThat(hooks.call(gate, call).success()).isTrue();
        assertThat(hooks.calls()).containsExactly(gate, gate, gate);
        assertThat(hooks.said()).containsExactly("may-we");
    }

    @Test
    void aHookIsNotFoundByItsUrl() {
        hooks.status("gate", 403);

        assertThat(hooks.call(gate, call).success()).isTrue();
    }

    @Test
    void aServerErrorMayBeAskedAgain() {
        hooks.status("may-we", 503);

        assertThat(hooks.call(gate, call).retriable()).isTrue();
    }

    @Test
    void aRollbackHookSaysNoWhereItIsAskedAndYesWhereItActs() {
        HookRequest asks =
                gate.toBuilder().type(HookType.ROLLBACK).phase("Progressing").build();

        assertThat(hooks.call(asks, call)).isEqualTo(new HookAnswer(false, false, "HTTP 404"));
        assertThat(hooks.call(asks.toBuilder().phase("WaitingPromotion").build(), call)
                        .success())
                .isFalse();
        assertThat(hooks.call(asks.toBuilder().phase("Failed").build(), call).success())
                .isTrue();

        hooks.status("may-we", 200);
        assertThat(hooks.call(asks, call).success()).isTrue();
    }

    @Test
    void aGateAnswersForItselfUntilItIsToldOtherwiseAndEveryCallIsKept() {
        Predicate<HookRequest> open = hooks.gate(hook -> hook.name().equals("may-we"));
        Predicate<HookRequest> closed = hooks.gate(hook -> false);

        assertThat(open).accepts(gate);
        assertThat(closed).rejects(gate);
        hooks.status("may-we", 403);
        assertThat(open).rejects(gate);
        hooks.status("may-we", 200);
        assertThat(closed).accepts(gate);
        assertThat(hooks.calls()).containsExactly(gate, gate, gate, gate);
    }
}
