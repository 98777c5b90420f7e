package app.flagger.engine.runtime;

import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.OutboxEntry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Tells what a saved status wants told: each receiver gets its messages in order, at least once. What was told is taken out of
 * the status, which rides on its next save. Confined to the mailbox.
 */
final class Teller {
    private static final Logger LOG = System.getLogger(Teller.class.getName());
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Lane lane;
    private final Delivering delivering;
    private final Map<String, Letter> letters = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Boolean>> underWay = new LinkedHashMap<>();

    Teller(Lane lane, Delivering delivering) {
        this.lane = lane;
        this.delivering = delivering;
    }

    /** Takes over what stands in a status that was loaded or saved; what no longer stands there was told by somebody. */
    void take(CanaryStatus saved) {
        Set<String> ids = new LinkedHashSet<>();
        for (OutboxEntry entry : saved.outbox()) {
            ids.add(entry.id());
            letters.computeIfAbsent(entry.id(), id -> new Letter(entry, true));
        }
        letters.values()
                .removeIf(
                        letter -> letter.saved() && !ids.contains(letter.entry().id()));
    }

    /** Tells something that does not stand in the status. */
    void add(OutboxEntry entry) {
        letters.computeIfAbsent(entry.id(), id -> new Letter(entry, false));
    }

    /** The status without what was told. */
    CanaryStatus without(CanaryStatus status) {
        List<OutboxEntry> left = new ArrayList<>();
        boolean changed = false;
        for (OutboxEntry entry : status.outbox()) {
            Letter letter = letters.get(entry.id());
            boolean told = letter != null && letter.done();
            boolean tried = letter != null && letter.attempts() != entry.attempts();
            changed |= told || tried;
            if (!told) {
                left.add(
                        letter == null
                                ? entry
                                : entry.toBuilder().attempts(letter.attempts()).build());
            }
        }
        return changed ? status.toBuilder().outbox(left).build() : status;
    }

    /** Whether there is nothing to tell, nor anything that was told and stands in the status yet. */
    boolean isIdle() {
        return letters.isEmpty() && underWay.isEmpty();
    }

    /** Whether nothing is left to tell. */
    boolean allDone() {
        return letters.values().stream().allMatch(Letter::done);
    }

    /** When a delivery that failed is tried again; what waits behind another message waits as long as that. */
    Optional<Duration> nextAttempt() {
        long nanos = lane.nanos();
        Map<String, Long> first = new LinkedHashMap<>();
        for (Letter letter : letters.values()) {
            if (!letter.done() && !underWay.containsKey(letter.receiver())) {
                first.putIfAbsent(letter.receiver(), letter.until(nanos));
            }
        }
        return first.values().stream().min(Long::compare).map(Duration::ofNanos);
    }

    /** Makes every attempt that is due; the stage ends when all of them, also earlier ones, have come back. Never fails. */
    CompletableFuture<Boolean> tell(Delivering.Context context) {
        Set<String> receivers = new LinkedHashSet<>();
        letters.values().stream().filter(letter -> !letter.done()).forEach(letter -> receivers.add(letter.receiver()));
        for (String receiver : receivers) {
            if (!underWay.containsKey(receiver)) {
                CompletableFuture<Boolean> chain = new CompletableFuture<>();
                underWay.put(receiver, chain);
                next(receiver, context, chain);
            }
        }
        return CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> true);
    }

    private void next(String receiver, Delivering.Context context, CompletableFuture<Boolean> chain) {
        Optional<Letter> first = letters.values().stream()
                .filter(letter -> !letter.done() && letter.receiver().equals(receiver))
                .findFirst();
        if (first.isEmpty() || first.get().until(lane.nanos()) > 0) {
            underWay.remove(receiver);
            chain.complete(true);
            return;
        }
        Letter letter = first.get();
        int attempt = letter.nextAttempt();
        CompletableFuture<Optional<Duration>> attempted = delivering.attempt(letter.entry(), attempt, context);
        attempted.whenCompleteAsync(
                (again, failure) -> {
                    Optional<Duration> asked = again != null ? again : Optional.of(Duration.ZERO);
                    ended(letter, attempt, asked, failure, context);
                    next(receiver, context, chain);
                },
                task -> lane.run(task));
    }

    private void ended(
            Letter letter,
            int attempt,
            Optional<Duration> again,
            @org.jspecify.annotations.Nullable Throwable failure,
            Delivering.Context context) {
        boolean usedUp = attempt >= delivering.most(letter.entry(), context);
        if (again.isPresent() && !usedUp) {
            Duration wait = Durations.longer(again.get(), Durations.doubled(FIRST_WAIT, attempt - 1, LONGEST_WAIT));
            letter.delayUntil(lane.nanos() + wait.toNanos());
            return;
        }
        if (again.isPresent()) {
            String why = failure == null
                    ? "asked for later"
                    : PlugFailure.thrown("a delivery", delivering, PlugFailure.cause(failure))
                            .text();
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} was not delivered: {2}",
                    lane.key(),
                    letter.entry().id(),
                    why);
        }
        letter.finish();
        if (!letter.saved()) {
            letters.remove(letter.entry().id());
        }
    }
}
