package app.flagger.engine.decision;

import app.flagger.api.plug.Shape;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The hooks of one type, asked in list order within one check or at one gate. */
final class Hooks {
    /**
     * How far the asking has got.
     *
     * @param ask the questions that are still open, or nothing
     * @param passed the hooks that said yes, in order
     * @param stopped the hook whose answer ended the round, or nothing
     * @param detail what that hook said
     */
    record Result(Optional<Decision> ask, List<Webhook> passed, Optional<Webhook> stopped, String detail) {
        /** Whether something must be waited for. */
        boolean open() {
            return ask.isPresent();
        }
    }

    private Hooks() {}

    /** The rollback hooks that are for this. */
    static List<Webhook> rollback(Facts facts, HookMode mode) {
        List<Webhook> hooks = new ArrayList<>(facts.analysis().webhooks(HookType.ROLLBACK));
        hooks.removeIf(hook -> hook.effectiveMode() != mode);
        return hooks;
    }

    /** Asks the hooks; for {@code UNTIL_NO} a no stops, for {@code UNTIL_YES} a yes. */
    static Result ask(Facts facts, List<Webhook> hooks, HookType type, String phase, Question.Order order) {
        List<Webhook> passed = new ArrayList<>();
        for (int i = 0; i < hooks.size(); i++) {
            Webhook hook = hooks.get(i);
            Answer answer = facts.situation().answers().get(id(facts, type, i, hook));
            if (!(answer instanceof Answer.Hook said)) {
                return new Result(
                        Optional.of(question(facts, hooks, i, type, phase, order)), passed, Optional.empty(), "");
            }
            if (said.success()) {
                passed.add(hook);
            }
            boolean stops = order == Question.Order.UNTIL_NO && !said.success()
                    || order == Question.Order.UNTIL_YES && said.success();
            if (stops) {
                return new Result(Optional.empty(), passed, Optional.of(hook), Budget.shortened(said.detail()));
            }
        }
        return new Result(Optional.empty(), passed, Optional.empty(), "");
    }

    private static Decision question(
            Facts facts, List<Webhook> hooks, int from, HookType type, String phase, Question.Order order) {
        List<Question> questions = new ArrayList<>();
        for (int i = from; i < hooks.size(); i++) {
            Webhook hook = hooks.get(i);
            questions.add(new Question(
                    id(facts, type, i, hook),
                    Optional.of(hook),
                    Optional.empty(),
                    phase,
                    Placeholders.fill(facts.canary(), facts.status(), hook),
                    Shape.VALUE));
        }
        return Asking.of(facts, "ask-" + type.wireName(), questions, order);
    }

    private static String id(Facts facts, HookType type, int index, Webhook hook) {
        return facts.operation("hook") + "/" + type.wireName() + "/" + index + "/" + hook.name();
    }
}
