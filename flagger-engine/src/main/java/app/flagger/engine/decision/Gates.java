package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.Phase;
import app.flagger.api.strategy.Plan;
import java.util.Optional;

/** The gates between a passed check and what it would allow. While one is closed the pass is not counted. */
final class Gates {
    private static final String PROGRESSING = Phase.PROGRESSING.wireName();

    private Gates() {}

    /** Nothing if traffic may increase; otherwise the question, or the decision to hold. */
    static Optional<Decision> increase(Facts facts, Change change, Split split) {
        boolean gated = facts.shifts()
                && facts.phase() == Phase.PROGRESSING
                && facts.plan().promotion() != Plan.Promotion.SWITCH_THEN_COPY
                && !split.matchedOnly();
        if (!gated) {
            return Optional.empty();
        }
        Hooks.Result gates = ask(facts, HookType.CONFIRM_TRAFFIC_INCREASE);
        if (gates.open()) {
            return gates.ask();
        }
        passed(change, gates);
        if (gates.stopped().isEmpty()) {
            return Optional.empty();
        }
        Reason reason = closed(change, gates, "increase-gate-closed", true);
        return change.because(reason).advance("increase-gate-closed");
    }

    /** Nothing if the revision may be promoted; otherwise the question, or the decision to wait for approval. */
    static Optional<Decision> promotion(Facts facts, Change change) {
        Hooks.Result gates = ask(facts, HookType.CONFIRM_PROMOTION);
        if (gates.open()) {
            return gates.ask();
        }
        passed(change, gates);
        if (gates.stopped().isEmpty()) {
            return Optional.empty();
        }
        boolean first = facts.phase() != Phase.WAITING_PROMOTION;
        change.phase(Phase.WAITING_PROMOTION);
        Reason reason = closed(change, gates, "promotion-gate-closed", first);
        return change.because(reason).advance("promotion-gate-closed");
    }

    private static Hooks.Result ask(Facts facts, HookType type) {
        return Hooks.ask(facts, facts.analysis().webhooks(type), type, PROGRESSING, Question.Order.UNTIL_NO);
    }

    private static void passed(Change change, Hooks.Result gates) {
        gates.passed()
                .forEach(gate -> change.event(
                        "hook-passed",
                        Reason.of("hook-passed")
                                .with("hook", gate.name())
                                .with("type", gate.type().wireName())));
    }

    private static Reason closed(Change change, Hooks.Result gates, String code, boolean tell) {
        Webhook hook = gates.stopped().orElseThrow();
        Reason reason = Reason.of(code).with("hook", hook.name()).with("detail", gates.detail());
        if (tell) {
            change.event(code, Severity.WARN, reason);
            if (!hook.muteAlert()) {
                change.alert(code, Severity.WARN, reason);
            }
        }
        return reason;
    }
}
