package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.testkit.world.VirtualClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.function.Executable;

/**
 * What the suites of all plugs that talk to something have in common: the switch that cuts them off, secrets that must stay
 * secret, and calls whose fences rise from test to test. A plug that remembers fences for longer than the tests run needs a fresh
 * place for each run.
 */
public abstract class PlugContract {
    private static final CanaryKey NOBODY = new CanaryKey("contract", "nobody");
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final AtomicLong EPOCHS = new AtomicLong(1);

    PlugContract() {}

    /**
     * Cuts the plug off from whatever it talks to, or lets it through again; called with {@code false} first, before the suite asks
     * for the plug. Without it nothing is tried in an outage, and the report says so. An outage that swallows packets proves more
     * than one that refuses connections.
     *
     * @throws UnsupportedOperationException if it is not overridden
     */
    protected void outage(boolean on) throws Exception {
        throw new UnsupportedOperationException("outage(boolean) is not overridden");
    }

    /** Texts that must appear in no exception and no text of the plug: tokens, passwords, addresses. None of them is blank. */
    protected List<String> secrets() {
        return List.of();
    }

    /** Whether the plug is for simulations in one thread only; then nothing is tried with several, and the report says so. */
    protected boolean singleThreaded() {
        return false;
    }

    /** For how much real time a call that hangs is waited for before its test fails. Nothing else depends on it. */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    /**
     * The time that all calls tell, as the engine's does; {@link VirtualClock#START} unless it is overridden, as for a plug that asks
     * a real server about its own time.
     */
    protected Instant now() {
        return VirtualClock.START;
    }

    /** A number above all that were given before. */
    static long number() {
        return NUMBERS.incrementAndGet();
    }

    /** Makes a call with a new operation and a fence above those before it. */
    final Calls calls(CanaryKey key) {
        long number = number();
        return Calls.of(key)
                .operation(key + "/contract/" + number)
                .fence(EPOCHS.get(), number)
                .now(now());
    }

    /** Makes a call of another owner, whose steps begin at 0; its fence is above those before it all the same. */
    final Calls ofNextOwner(CanaryKey key) {
        return calls(key).fence(EPOCHS.incrementAndGet(), 0);
    }

    final CancelableCall call(CanaryKey key) {
        return calls(key).call();
    }

    /** What several threads do, or a note that it was not tried. */
    final DynamicNode threads(String sentence, Executable body) {
        return singleThreaded()
                ? Nodes.untried(sentence + " (not tried: singleThreaded() says that the plug is for one thread)")
                : Nodes.test(sentence, body);
    }

    /** What each deed does while the plug is cut off, or a note that it was not tried. */
    final List<DynamicNode> outages(List<Deed> deeds) {
        List<DynamicNode> tests = new ArrayList<>();
        if (!canBeCutOff()) {
            tests.add(Nodes.untried("outages were not tried: override outage(boolean)"));
            return tests;
        }
        for (Deed deed : deeds) {
            tests.add(Nodes.test(deed.name() + " in an outage fails as what may be repeated", () -> cutOff(deed)));
            tests.add(Nodes.test(deed.name() + " works again after an outage", () -> recovered(deed)));
        }
        return tests;
    }

    final boolean canBeCutOff() {
        return can(() -> outage(false));
    }

    /** Whether a switch is overridden; throwing it once must do no harm. */
    static boolean can(Executable harmless) {
        try {
            harmless.execute();
            return true;
        } catch (UnsupportedOperationException missing) {
            return false;
        } catch (Throwable broken) {
            throw new AssertionError("a switch of the suite failed before anything was tried", broken);
        }
    }

    /** What must be done in an outage as at any time, because nobody waits for it; or a note that it was not tried. */
    final DynamicNode withoutDelay(String sentence, PlugBody body) {
        if (!canBeCutOff()) {
            return Nodes.untried("outages were not tried: override outage(boolean)");
        }
        return Nodes.test(sentence, () -> {
            outage(true);
            try {
                requireDone(Attempt.start(call(NOBODY), patience(), body).end());
            } finally {
                outage(false);
            }
        });
    }

    /** Runs all at once; none may throw. */
    final void crowd(List<PlugBody> bodies) throws InterruptedException {
        for (Attempt.Outcome outcome : Crowd.run(patience(), bodies)) {
            requireDone(outcome);
        }
    }

    private void requireDone(Attempt.Outcome outcome) {
        if (outcome.thrown() instanceof AssertionError wrong) {
            throw wrong;
        }
        if (outcome.thrown() != null) {
            throw failure("it threw " + outcome.thrown().getClass().getName(), outcome.thrown());
        }
    }

    private void cutOff(Deed deed) throws Exception {
        Attempt.Outcome outcome = duringOutage(deed.ready().call());
        Throwable thrown = outcome.thrown();
        if (thrown == null) {
            assertThat(deed.admitted().test(outcome.answer()))
                    .as("%s answered %s although the plug was cut off", deed.name(), outcome.answer())
                    .isTrue();
            return;
        }
        requireSecrecy(thrown);
        if (!isRepeated(thrown) && !(outcome.givenUp() && thrown instanceof InterruptedException)) {
            throw failure(
                    deed.name() + " in an outage must end with an IOException or a PlugException of kind TRANSIENT or"
                            + " THROTTLED, which are repeated; it ended with " + thrown,
                    thrown);
        }
    }

    private void recovered(Deed deed) throws Exception {
        Deed.Ready ready = deed.ready().call();
        duringOutage(ready);
        Attempt.Outcome outcome =
                Attempt.start(call(ready.key()), patience(), ready.after()).end();
        if (outcome.thrown() != null) {
            throw failure(deed.name() + " still fails after the outage", outcome.thrown());
        }
    }

    private Attempt.Outcome duringOutage(Deed.Ready ready) throws Exception {
        outage(true);
        try {
            return Attempt.start(call(ready.key()), patience(), ready.during()).giveUp();
        } finally {
            outage(false);
        }
    }

    /** Whether the engine repeats a call that ended so. */
    static boolean isRepeated(@Nullable Throwable thrown) {
        return thrown instanceof IOException
                || (thrown instanceof PlugException plug
                        && (plug.kind() == PlugException.Kind.TRANSIENT
                                || plug.kind() == PlugException.Kind.THROTTLED));
    }

    static boolean isConflict(@Nullable Throwable thrown) {
        return thrown instanceof PlugException plug && plug.kind() == PlugException.Kind.CONFLICT;
    }

    /** Whether the plug's own texts name a secret, or a note that it was not looked at. */
    final DynamicNode secrecy(Callable<?> plug) {
        return secrets().isEmpty()
                ? Nodes.untried("its texts were not looked at: override secrets()")
                : Nodes.test("its texts name no secret", () -> requireSecrecy(plug.call()));
    }

    /** Fails if a text of the plug names a secret; the failure itself does not spread it. */
    final void requireSecrecy(@Nullable Object said) {
        for (String secret : secrets()) {
            if (say(said).contains(secret)) {
                fail("a text of the plug, of type "
                        + (said == null ? "null" : said.getClass().getName()) + ", names a secret");
            }
        }
    }

    private static String say(@Nullable Object said) {
        if (said instanceof Throwable thrown) {
            StringWriter all = new StringWriter();
            thrown.printStackTrace(new PrintWriter(all));
            return all.toString();
        }
        return String.valueOf(said);
    }

    /** A failure with what the plug threw, unless that names a secret. */
    final AssertionError failure(String message, @Nullable Throwable thrown) {
        requireSecrecy(thrown);
        return new AssertionError(message, thrown);
    }

    /** Requires that a plug refuses what it is asked, with this kind. */
    final void requireRefused(PlugException.Kind kind, String what, PlugBody body, CancelableCall call) {
        try {
            Object answer = body.run(call);
            fail("%s must be refused with %s, and was answered with %s", what, kind, answer);
        } catch (PlugException refused) {
            requireSecrecy(refused);
            assertThat(refused.kind()).as("%s is refused with", what).isEqualTo(kind);
        } catch (Exception other) {
            throw failure(what + " must be refused with a PlugException of kind " + kind, other);
        }
    }
}
