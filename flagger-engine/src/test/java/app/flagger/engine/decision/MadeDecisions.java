package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.plug.Shape;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.CanaryStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Decisions and their parts, made by hand for tests of what carries them out. */
public final class MadeDecisions {
    private MadeDecisions() {}

    public static Decision waits(Duration dueIn) {
        return Decision.wait("waits", Reason.of("scripted"), dueIn, false);
    }

    public static Decision saves(CanaryStatus next, Action... actions) {
        return Decision.act("saves", Optional.of(next), List.of(actions), List.of(), true);
    }

    public static Decision acts(Action... actions) {
        return Decision.act("acts", Optional.empty(), List.of(actions), List.of(), false);
    }

    public static Decision asks(Question.Order order, Question... questions) {
        return Decision.ask("asks", List.of(questions), order, List.of());
    }

    public static Question hook(String id, Webhook hook) {
        return new Question(id, Optional.of(hook), Optional.empty(), "Progressing", hook.metadata(), Shape.VALUE);
    }

    public static Question metric(String id, Metric metric) {
        return new Question(id, Optional.empty(), Optional.of(metric), "", java.util.Map.of(), Shape.VALUE);
    }

    public static Action route(int percent, String operation) {
        return new Action(
                Action.Kind.ROUTE, operation, Optional.empty(), Optional.of(Split.canary(percent)), true, List.of());
    }

    public static Action removeAnnotation(String operation) {
        return new Action(
                Action.Kind.REMOVE_ANNOTATION, operation, Optional.empty(), Optional.empty(), false, List.of());
    }

    public static Action promote(String revision, String operation) {
        return new Action(
                Action.Kind.PROMOTE,
                operation,
                Optional.of(new app.flagger.api.Revision(revision)),
                Optional.empty(),
                true,
                List.of());
    }
}
