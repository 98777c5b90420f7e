package app.flagger.engine.runtime;

import app.flagger.api.plug.HookRequest;
import app.flagger.api.plug.Measurement;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Webhook;
import app.flagger.engine.decision.Answer;
import app.flagger.engine.decision.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks one round of questions in the order that the decision wants. */
final class Asker {
    private final Hooks hooks;
    private final Metrics metrics;
    private final Lane lane;
    private final Canary canary;
    private final String checksum;
    private final Cut cut;
    private final Measured measured;

    /** Told of what a provider said. */
    interface Measured {
        /** Takes a measurement, and says what the decision shall see. */
        Measurement take(Metric metric, Measurement said);
    }

    /**
     * @param checksum names the revision that is asked about
     * @param cut ends the round early
     */
    Asker(Hooks hooks, Metrics metrics, Lane lane, Canary canary, String checksum, Cut cut, Measured measured) {
        this.hooks = hooks;
        this.metrics = metrics;
        this.lane = lane;
        this.canary = canary;
        this.checksum = checksum;
        this.cut = cut;
        this.measured = measured;
    }

    /** Asks; the answers are by question. Fewer than questions if the order or a cut ended the round. */
    CompletableFuture<Map<String, Answer>> ask(List<Question> questions, Question.Order order) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        if (order != Question.Order.TOGETHER) {
            return next(questions, 0, order, answers);
        }
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        questions.forEach(question -> asked.add(one(question)));
        return lane.then(CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)), all -> {
            for (int i = 0; i < questions.size(); i++) {
                answers.put(questions.get(i).id(), asked.get(i).join());
            }
            return CompletableFuture.completedFuture(answers);
        });
    }

    private CompletableFuture<Map<String, Answer>> next(
            List<Question> questions, int index, Question.Order order, Map<String, Answer> answers) {
        if (index == questions.size() || cut.isDone()) {
            return CompletableFuture.completedFuture(answers);
        }
        Question question = questions.get(index);
        return lane.then(one(question), answer -> {
            answers.put(question.id(), answer);
            return ends(order, answer)
                    ? CompletableFuture.completedFuture(answers)
                    : next(questions, index + 1, order, answers);
        });
    }

    private static boolean ends(Question.Order order, Answer answer) {
        return answer instanceof Answer.Hook hook
                && (order == Question.Order.UNTIL_NO && !hook.success()
                        || order == Question.Order.UNTIL_YES && hook.success());
    }

    private CompletableFuture<Answer> one(Question question) {
        if (question.hook().isPresent()) {
            Webhook hook = question.hook().get();
            return hooks.ask(lane, hook, request(question, hook), cut)
                    .thenApply(answer -> new Answer.Hook(answer.success(), answer.detail()));
        }
        Metric metric = question.metric().orElseThrow(() -> new IllegalArgumentException("an empty question"));
        return metrics.ask(lane, canary, metric, question.shape(), question.id(), cut)
                .thenApply(said -> new Answer.Measured(measured.take(metric, said)));
    }

    private HookRequest request(Question question, Webhook hook) {
        return HookRequest.builder()
                .name(hook.name())
                .type(hook.type())
                .url(hook.url())
                .namespace(canary.metadata().namespace())
                .canary(canary.metadata().name())
                .phase(question.phase())
                .checksum(checksum)
                .metadata(question.metadata())
                .idempotencyKey(question.id())
                .disableTLS(hook.disableTLS())
                .timeout(hook.timeout())
                .build();
    }
}
