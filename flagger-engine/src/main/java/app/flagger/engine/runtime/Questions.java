package app.flagger.engine.runtime;

import app.flagger.api.plug.Measurement;
import app.flagger.api.spec.Metric;
import app.flagger.engine.decision.Answer;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.Observation;
import app.flagger.engine.decision.Question;
import app.flagger.engine.decision.Situation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The questions of one tick: what was asked, what was answered, and whether the answers still hold. Confined to the mailbox. */
final class Questions {
    private static final int MOST_ROUNDS = 8;

    private final Core core;
    private final CanaryMemory memory;
    private final Interruption interruption;
    private final Instant now;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private boolean open = true;
    private int rounds;
    private @Nullable Basis basis;

    /**
     * @param interruption cuts off what is asked
     * @param now the time of the tick
     */
    Questions(Core core, CanaryMemory memory, Interruption interruption, Instant now) {
        this.core = core;
        this.memory = memory;
        this.interruption = interruption;
        this.now = now;
    }

    /** The answers that hold, by question. */
    Map<String, Answer> answers() {
        return answers;
    }

    /** Whether more may be asked in this tick: not for ever, and not after answers were lost. */
    boolean mayAsk() {
        return open && rounds < MOST_ROUNDS;
    }

    /** The world was observed. Answers that rest on another one are void. */
    void observed(Observation world) {
        if (basis != null && basis.gone(Basis.of(memory, world))) {
            voidAnswers();
        }
        basis = null;
    }

    private void voidAnswers() {
        answers.clear();
        open = false;
    }

    /** What the decision asks and was not answered yet. */
    List<Question> fresh(Decision decision) {
        return decision.questions().stream()
                .filter(question -> !answers.containsKey(question.id()))
                .toList();
    }

    /** Asks; ends when all have answered, or were cut off, and nobody looks at the world on that account any more. */
    CompletableFuture<Boolean> ask(Situation situation, List<Question> fresh, Question.Order order) {
        rounds++;
        Basis restsOn = Basis.of(memory, situation.observation());
        basis = restsOn;
        Cut cut = new Cut();
        Asker asker = new Asker(
                core.hooks(),
                core.metrics(),
                memory.lane(),
                situation.canary(),
                checksum(situation),
                cut,
                this::measured);
        interruption.asking(cut, restsOn);
        return memory.lane().then(asker.ask(fresh, order), got -> {
            answers.putAll(got);
            if (cut.isDone()) {
                voidAnswers();
            }
            return interruption.quiet();
        });
    }

    private static String checksum(Situation situation) {
        String known = Payloads.checksum(situation.status());
        boolean underWay = situation.status().phase().running()
                || situation.status().waiting().isPresent();
        return underWay && !known.isEmpty()
                ? known
                : situation.observation().workload().target().id();
    }

    private Measurement measured(Metric metric, Measurement said) {
        if (said instanceof Measurement.Value value) {
            core.numbers().measured(memory.lane().key(), metric.name(), value.value());
        }
        if (core.plugs().dryRun() && said instanceof Measurement.Missing missing) {
            memory.troubles().missing(memory, metric, missing);
            return Measurements.assumed(metric, said, now);
        }
        return said;
    }
}
