package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Ownership;
import app.flagger.api.plug.Ownership.Grant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What every {@link Ownership} must do: let one own a canary at a time, with an epoch that only grows. */
public abstract class OwnershipContract extends PlugContract {
    private static final Duration TTL = Duration.ofSeconds(30);

    /** For subclasses. */
    protected OwnershipContract() {}

    /** The ownership as one engine has it; the same each time. */
    protected abstract Ownership ownership() throws Exception;

    /** The same ownership as another engine has it; nothing if there is only one engine. */
    protected Optional<Ownership> rival() throws Exception {
        return Optional.empty();
    }

    /**
     * Lets time pass, so that grants end; {@link #now()} must tell of it. Called with nothing first, to see whether it is there.
     *
     * @throws UnsupportedOperationException if it is not overridden
     */
    protected void pass(Duration time) throws Exception {
        throw new UnsupportedOperationException("pass(Duration) is not overridden");
    }

    @TestFactory
    @DisplayName("grants")
    final List<DynamicNode> grants() throws Exception {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test("a canary that nobody owns is granted, until later than now", () -> {
            Grant grant = acquire(ownership(), key()).orElseThrow();
            assertThat(grant.until()).isAfter(now());
        }));
        tests.add(test("whoever owns a canary prolongs it, in the same epoch", () -> {
            CanaryKey key = key();
            Grant first = acquire(ownership(), key).orElseThrow();
            Grant second = acquire(ownership(), key).orElseThrow();
            assertThat(second.epoch()).isEqualTo(first.epoch());
            assertThat(second.until()).isAfterOrEqualTo(first.until());
        }));
        if (rival().isEmpty()) {
            tests.add(untried("several owners were not tried: override rival()"));
            return tests;
        }
        tests.add(test("what one owns the other is not granted", () -> {
            CanaryKey key = key();
            assertThat(acquire(ownership(), key)).isPresent();
            assertThat(acquire(rival().orElseThrow(), key)).isEmpty();
            assertThat(acquire(ownership(), key)).isPresent();
        }));
        tests.add(test("canaries are owned apart", () -> {
            assertThat(acquire(ownership(), key())).isPresent();
            assertThat(acquire(rival().orElseThrow(), key())).isPresent();
        }));
        tests.add(threads("of two who ask at once exactly one is granted", this::race));
        tests.addAll(passing());
        return tests;
    }

    @TestFactory
    @DisplayName("survives outages")
    final List<DynamicNode> survivesOutages() {
        List<DynamicNode> tests = new ArrayList<>(outages(List.of(
                new Deed(
                        "an acquisition",
                        () -> {
                            CanaryKey key = key();
                            Ownership ownership = ownership();
                            return new Deed.Ready(
                                    key,
                                    call -> ownership.acquire(key, TTL, call),
                                    call -> ownership.acquire(key, TTL, call).orElseThrow());
                        },
                        Optional.empty()::equals),
                new Deed("a prolongation", this::owned, Optional.empty()::equals))));
        tests.add(secrecy(this::ownership));
        return tests;
    }

    /** Whoever cannot ask must not believe that it owns any longer; it may be told again what it was granted before. */
    private Deed.Ready owned() throws Exception {
        CanaryKey key = key();
        Ownership ownership = ownership();
        Grant before = acquire(ownership, key).orElseThrow();
        if (canPass()) {
            pass(Duration.ofSeconds(1));
        }
        return new Deed.Ready(
                key,
                call -> ownership.acquire(key, TTL, call).filter(grant -> !grant.equals(before)),
                call -> ownership.acquire(key, TTL, call).orElseThrow());
    }

    private boolean canPass() {
        return can(() -> pass(Duration.ZERO));
    }

    private List<DynamicNode> passing() {
        if (!canPass()) {
            return List.of(untried("grants that end were not tried: override pass(Duration)"));
        }
        return List.of(
                test("a grant ends no later than it was asked for", () -> {
                    Grant grant = acquire(ownership(), key()).orElseThrow();
                    assertThat(grant.until()).isBeforeOrEqualTo(now().plus(TTL));
                }),
                test("until a grant has ended the other is not granted", () -> {
                    CanaryKey key = key();
                    assertThat(acquire(ownership(), key)).isPresent();
                    pass(TTL.minusSeconds(1));
                    assertThat(acquire(rival().orElseThrow(), key)).isEmpty();
                }),
                test("once a grant has ended the other is granted, in a higher epoch", this::ended),
                test("prolonging puts the end off", this::prolonged),
                test("the epoch only grows, however often the owner changes", this::epochs));
    }

    private void ended() throws Exception {
        CanaryKey key = key();
        Grant before = acquire(ownership(), key).orElseThrow();
        pass(TTL.plusSeconds(1));
        Grant after = acquire(rival().orElseThrow(), key).orElseThrow();
        assertThat(after.epoch()).isGreaterThan(before.epoch());
        assertThat(acquire(ownership(), key))
                .as("what the owner before is granted")
                .isEmpty();
    }

    private void prolonged() throws Exception {
        CanaryKey key = key();
        assertThat(acquire(ownership(), key)).isPresent();
        pass(TTL.dividedBy(2));
        assertThat(acquire(ownership(), key)).isPresent();
        pass(TTL.minusSeconds(1));
        assertThat(acquire(rival().orElseThrow(), key)).isEmpty();
    }

    private void epochs() throws Exception {
        CanaryKey key = key();
        long epoch = Long.MIN_VALUE;
        for (int i = 0; i < 5; i++) {
            Ownership next = i % 2 == 0 ? ownership() : rival().orElseThrow();
            Grant grant = acquire(next, key).orElseThrow();
            assertThat(grant.epoch()).isGreaterThan(epoch);
            epoch = grant.epoch();
            pass(TTL.plusSeconds(1));
        }
    }

    private void race() throws Exception {
        for (int round = 0; round < 10; round++) {
            CanaryKey key = key();
            Ownership one = ownership();
            Ownership other = rival().orElseThrow();
            List<Attempt.Outcome> outcomes = Crowd.run(
                    List.of(call(key), call(key)),
                    patience(),
                    List.of(call -> one.acquire(key, TTL, call), call -> other.acquire(key, TTL, call)));
            assertThat(outcomes)
                    .as("who was granted")
                    .filteredOn(outcome -> outcome.answer() instanceof Optional<?> grant && grant.isPresent())
                    .hasSize(1);
            for (Attempt.Outcome outcome : outcomes) {
                if (outcome.thrown() != null && !isRepeated(outcome.thrown()) && !isConflict(outcome.thrown())) {
                    throw failure("who loses must be granted nothing, or be told CONFLICT", outcome.thrown());
                }
            }
        }
    }

    private Optional<Grant> acquire(Ownership ownership, CanaryKey key) throws Exception {
        return ownership.acquire(key, TTL, call(key));
    }

    private static CanaryKey key() {
        return new CanaryKey("contract", "owned-" + number());
    }
}
