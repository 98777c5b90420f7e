package app.flagger.testkit;

import app.flagger.api.spec.Webhook;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What would make an assertion true for the wrong reason, and which of it a test said to be meant. Each word allows its own doubt
 * only. Since a run may give rise to several, the words have an order, in which each looks at the doubts of those before it.
 */
final class Doubts {
    private final Set<String> unmeasured = new LinkedHashSet<>();
    private final Set<String> unreached = new LinkedHashSet<>();
    private final Set<String> idle = new LinkedHashSet<>();
    private boolean withoutRequests;
    private boolean unfinished;

    void sawNoRequest() {
        withoutRequests = true;
    }

    void neverMeasured(String... metrics) {
        unmeasured.addAll(Arrays.asList(metrics));
    }

    void neverAsked(String hook) {
        unreached.add(hook);
    }

    void neverRan(String revision) {
        idle.add(revision);
    }

    void didNotEnd() {
        unfinished = true;
    }

    /** The first doubt about a run that was not said to be meant. */
    Optional<String> about(Run run) {
        return (unfinished ? Optional.<String>empty() : run.gaps().unfinished()).or(() -> beforeDidNotEnd(run));
    }

    /** The same where the canary is said to have seen no request. */
    Optional<String> beforeNeverMeasured(Run run) {
        return withoutRequests ? Optional.empty() : run.gaps().withoutRequests();
    }

    /** The same where also metrics are said to be meant. */
    Optional<String> beforeNeverAsked(Run run) {
        return beforeNeverMeasured(run).or(() -> run.gaps().unasked(unmeasured));
    }

    /** The same where also hooks are said to be meant. */
    Optional<String> beforeNeverRan(Run run) {
        return beforeNeverAsked(run).or(() -> run.gaps().unreached(unreached));
    }

    /** All but that it did not end. */
    Optional<String> beforeDidNotEnd(Run run) {
        return beforeNeverRan(run).or(() -> run.gaps().unrun(idle));
    }

    /** That a test speaks of a metric that the canary does not have. */
    static Optional<String> unknownMetric(Run run, String... metrics) {
        List<String> known = run.metrics();
        return Arrays.stream(metrics)
                .filter(name -> !known.contains(name))
                .findFirst()
                .map(name -> "there is no metric " + name + " that could have been asked, only " + known);
    }

    /** The same of a hook. */
    static Optional<String> unknownHook(Run run, String hook) {
        boolean known = run.canary().spec().analysis().webhooks().stream()
                .map(Webhook::name)
                .anyMatch(hook::equals);
        return known ? Optional.empty() : Optional.of("there is no hook " + hook + " that could have been called");
    }
}
