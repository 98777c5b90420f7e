package app.flagger.testkit;

import app.flagger.api.Revision;
import app.flagger.api.plug.HookRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run left out although somebody counted on it, each with the word that says that it is meant. An assertion about such a
 * run would be true for the wrong reason. Immutable.
 */
final class Gaps {
    private final Run run;
    private final boolean expectsRequests;
    private final Set<String> saidHooks;
    private final Set<String> idle;
    private final List<String> faults;
    private final List<ArmedFault.Unstruck> unstruck;
    private final List<String> obstacles;

    /** @param run of which everything else is known */
    Gaps(Play play, Run run) {
        this.run = run;
        expectsRequests = play.setup().expectsRequests(play.mesh().kind().traits());
        saidHooks = play.hooks().said();
        idle = idle(play);
        faults = play.setup().faults.stream().map(Fault::toString).toList();
        unstruck = play.faults().unstruck();
        obstacles = play.obstacles();
    }

    /** Why it did not end. */
    Optional<String> unfinished() {
        if (run.ended()) {
            return Optional.empty();
        }
        List<String> why = new ArrayList<>();
        why.add("it stands at " + run.snapshot().phase());
        if (!run.snapshot().waitingFor().isEmpty()) {
            why.add("it waits for: " + run.snapshot().waitingForSentence());
        }
        run.snapshot().lastFailure().ifPresent(failure -> why.add("its last tick failed: " + failure));
        why.addAll(obstacles);
        return Optional.of("the run did not end within " + Play.LONGEST.toDays() + " days: " + String.join("; ", why)
                + meant("didNotEnd()"));
    }

    /** That the canary should have seen requests, and did not. */
    Optional<String> withoutRequests() {
        return !expectsRequests || run.canarySawRequests() || run.skipped()
                ? Optional.empty()
                : Optional.of(
                        "the canary saw no request: what follows says nothing about it" + meant("sawNoRequest()"));
    }

    /** That metrics are configured, and were never asked. */
    Optional<String> unasked(Set<String> meant) {
        List<String> names = run.metrics().stream()
                .filter(name -> !run.judgedMeasured().contains(name) && !meant.contains(name) && !run.skipped())
                .toList();
        String all = names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of((names.size() == 1 ? "metric " : "metrics ") + String.join(", ", names)
                        + (names.size() == 1 ? " was" : " were") + " never asked: nothing is known of "
                        + (names.size() == 1 ? "it" : "them") + meant("neverMeasured(" + all + ")"));
    }

    /** That a test said how a hook answers, and that nobody asked it. */
    Optional<String> unreached(Set<String> meant) {
        List<String> called = run.judgedHooks().stream().map(HookRequest::name).toList();
        return saidHooks.stream()
                .filter(name -> !called.contains(name) && !meant.contains(name))
                .findFirst()
                .map(name -> "hook " + name + " was told what to answer, and was never reached"
                        + meant("neverAsked(\"" + name + "\")"));
    }

    /** Whether a test said how that hook answers. */
    boolean told(String hook) {
        return saidHooks.contains(hook);
    }

    /** That a test said how a revision behaves, and that no replica of it was ever ordered. */
    Optional<String> unrun(Set<String> meant) {
        return idle.stream()
                .filter(name -> !meant.contains(name))
                .findFirst()
                .map(name -> "revision " + name + " was told how to behave, and never ran"
                        + meant("neverRan(\"" + name + "\")"));
    }

    /** Whether a test said how that revision behaves, and it never ran. */
    boolean idle(String revision) {
        return idle.contains(revision);
    }

    private static Set<String> idle(Play play) {
        List<Revision> ran = play.workload().ran();
        Set<String> idle = new LinkedHashSet<>();
        play.setup().told(ran).stream().filter(one -> !ran.contains(one)).forEach(one -> idle.add(one.id()));
        return idle;
    }

    /** Whether that fault was given. */
    boolean given(Fault fault) {
        return faults.contains(fault.toString());
    }

    /** Whether that fault was meant for certain calls, and struck none. */
    boolean missed(Fault fault) {
        return unstruck.stream().anyMatch(missed -> missed.fault().equals(fault.toString()));
    }

    /** That a fault was meant for certain calls, and that none of these was made. */
    Optional<String> unstruck(Set<String> meant) {
        return unstruck.stream()
                .filter(fault -> !meant.contains(fault.fault()))
                .findFirst()
                .map(ArmedFault.Unstruck::toString);
    }

    /** The same of several runs, in each of which one that struck in another one may not have. */
    static Optional<String> unstruck(List<Run> runs) {
        Set<String> struck = new LinkedHashSet<>();
        for (Run run : runs) {
            List<String> here =
                    run.gaps().unstruck.stream().map(ArmedFault.Unstruck::fault).toList();
            run.gaps().faults.stream().filter(fault -> !here.contains(fault)).forEach(struck::add);
        }
        return runs.get(0).gaps().unstruck(struck);
    }

    private static String meant(String word) {
        return " (if that is meant, say " + word + " first)";
    }
}
