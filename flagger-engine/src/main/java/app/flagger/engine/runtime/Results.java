package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.RunStatus;
import app.flagger.engine.RunResult;
import app.flagger.engine.RunResult.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * How runs ended, for whoever waits. Read from the status, so that it is known also after a restart; that a run was superseded
 * is only known by who saw it. Confined to the mailbox; waiters are told on the embedder's executor.
 */
final class Results {
    private static final int REMEMBERED = 64;

    private final CanaryKey key;
    private final Executor embedder;
    private final Numbers numbers;
    private final Map<Revision, CompletableFuture<RunResult>> waiting = new LinkedHashMap<>();
    private final Map<Revision, RunResult> superseded = new LinkedHashMap<>();

    Results(CanaryKey key, Executor embedder, Numbers numbers) {
        this.key = key;
        this.embedder = embedder;
        this.numbers = numbers;
    }

    /** Completes a stage once the run of the revision has ended. */
    void await(Revision revision, CanaryStatus now, CompletableFuture<RunResult> result) {
        Optional<RunResult> known = ended(now, revision).or(() -> Optional.ofNullable(superseded.get(revision)));
        if (known.isPresent()) {
            embedder.execute(() -> result.complete(known.get()));
            return;
        }
        CompletableFuture<RunResult> shared = waiting.computeIfAbsent(revision, any -> new CompletableFuture<>());
        shared.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    /** A status was loaded: something may have ended elsewhere. */
    void loaded(CanaryStatus now) {
        waiting.keySet().stream()
                .toList()
                .forEach(revision -> ended(now, revision).ifPresent(this::complete));
    }

    /** A status was saved. */
    void saved(CanaryStatus before, CanaryStatus now) {
        before.run().filter(run -> run.endedAt().isEmpty()).ifPresent(run -> {
            if (now.run().filter(next -> next.revision().equals(run.revision())).isEmpty()) {
                Reason reason = Reason.of("superseded")
                        .with("by", now.run().map(next -> next.revision().id()).orElse(""));
                supersede(new RunResult(Outcome.SUPERSEDED, run.revision(), run.id(), List.of(reason)), run);
            }
        });
        now.run().filter(run -> run.endedAt().isPresent()).ifPresent(run -> {
            boolean newly = before.run()
                    .filter(old -> old.id().equals(run.id()) && old.endedAt().isPresent())
                    .isEmpty();
            if (newly) {
                ended(now, run.revision()).ifPresent(result -> report(run, result.outcome()));
            }
        });
        loaded(now);
    }

    private void supersede(RunResult result, RunStatus run) {
        superseded.put(result.revision(), result);
        if (superseded.size() > REMEMBERED) {
            superseded.remove(superseded.keySet().iterator().next());
        }
        report(run, Outcome.SUPERSEDED);
        complete(result);
    }

    private void report(RunStatus run, Outcome outcome) {
        String strategy = run.strategy().contains("@")
                ? run.strategy().substring(0, run.strategy().indexOf('@'))
                : run.strategy();
        String word = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
        numbers.ended(key, strategy, word);
    }

    private void complete(RunResult result) {
        CompletableFuture<RunResult> waiter = waiting.remove(result.revision());
        if (waiter != null) {
            embedder.execute(() -> waiter.complete(result));
        }
    }

    /** Nobody will know any more. */
    void fail(RuntimeException why) {
        List<CompletableFuture<RunResult>> left = List.copyOf(waiting.values());
        waiting.clear();
        left.forEach(waiter -> embedder.execute(() -> waiter.completeExceptionally(why)));
    }

    /** How the run of a revision ended, as far as the status tells. */
    static Optional<RunResult> ended(CanaryStatus status, Revision revision) {
        Optional<RunStatus> run = status.run().filter(last -> last.revision().equals(revision));
        if (run.isPresent() && run.get().endedAt().isEmpty()) {
            return Optional.empty();
        }
        if (status.waiting().filter(next -> next.revision().equals(revision)).isPresent()) {
            return Optional.empty();
        }
        String runId = run.map(RunStatus::id).orElse("");
        List<Reason> reasons = run.flatMap(RunStatus::result).stream().toList();
        if (status.lastPromotedSpec().equals(Optional.of(revision.id()))) {
            String by = status.primary()
                    .filter(primary -> primary.wanted().equals(revision))
                    .flatMap(primary -> primary.run())
                    .orElse(runId);
            return Optional.of(new RunResult(Outcome.PROMOTED, revision, by, reasons));
        }
        if (run.isPresent()) {
            return Optional.of(new RunResult(outcome(reasons), revision, runId, reasons));
        }
        return status.failedRevisions().contains(revision)
                ? Optional.of(new RunResult(Outcome.ABORTED, revision, "", reasons))
                : Optional.empty();
    }

    private static Outcome outcome(List<Reason> reasons) {
        String rule = reasons.isEmpty() ? "" : reasons.get(0).rule();
        if (rule.startsWith("abort")) {
            return Outcome.ABORTED;
        }
        return rule.startsWith("revert") || rule.startsWith("restart") ? Outcome.SUPERSEDED : Outcome.ROLLED_BACK;
    }
}
