package app.flagger.engine.decision;

import app.flagger.api.Reason;
import java.util.List;

/** Makes decisions to ask; where nothing may be asked any more in this tick, the question waits for the next one. */
final class Asking {
    private Asking() {}

    static Decision of(Facts facts, String rule, List<Question> questions, Question.Order order) {
        Reason reason = Reason.of(rule).with("questions", questions.size());
        if (!facts.situation().mayAsk()) {
            return Wait.forChange(facts, Reason.of("asks-next-tick")).orElseThrow();
        }
        return Decision.ask(rule, questions, order, List.of(reason));
    }
}
