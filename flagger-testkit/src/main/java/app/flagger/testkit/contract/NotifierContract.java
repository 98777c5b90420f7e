package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Alert;
import app.flagger.api.plug.Delivery;
import app.flagger.api.plug.Notifier;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.status.Phase;
import app.flagger.testkit.world.VirtualClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What every {@link Notifier} must do: deliver what it is given, and never say that it has when it has not. */
public abstract class NotifierContract extends PlugContract {
    /** No part of it stands in anything else that is sent. */
    private static final CanaryKey KEY = new CanaryKey("contract-space", "contract-alerting");

    /** For subclasses. */
    protected NotifierContract() {}

    /** The notifier; may be the same each time. */
    protected abstract Notifier notifier() throws Exception;

    /** The AlertProvider that alerts are sent through. */
    protected Optional<AlertProvider> through() {
        return Optional.empty();
    }

    /** What the receiver has got so far, one text for each delivery in order; without it nobody knows what arrived. */
    protected Optional<List<String>> received() throws Exception {
        return Optional.empty();
    }

    /** Lets the receiver refuse what it gets from now on, or take it again, as a wrong token does. */
    protected void refusing(boolean on) throws Exception {
        throw new UnsupportedOperationException("refusing(boolean) is not overridden");
    }

    @TestFactory
    @DisplayName("delivers")
    final List<DynamicNode> delivers() throws Exception {
        List<DynamicNode> tests = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            tests.add(test("an alert of severity " + severity, () -> delivered(alert().severity(severity))));
        }
        for (Phase phase : Phase.values()) {
            tests.add(test("an alert in phase " + phase, () -> delivered(alert().phase(phase))));
        }
        tests.add(test("an alert without further fields", () -> delivered(alert().fields(new LinkedHashMap<>()))));
        tests.add(test("a long alert", () -> delivered(alert().message("canary ".repeat(1_500)))));
        tests.add(test(
                "quotes, line ends, markup and letters of many scripts",
                () -> delivered(alert().message("\"a\" <b> & 'c'\n*d* {{ e }} \\ Grüße 世界 \uD83D\uDE80"))));
        tests.add(test("the same alert again, as after a crash", () -> {
            Alert alert = alert().build();
            Notifier notifier = notifier();
            assertThat(notifier.deliver(alert, call(KEY))).isInstanceOf(Delivery.Delivered.class);
            assertThat(notifier.deliver(alert, call(KEY))).isInstanceOf(Delivery.Delivered.class);
        }));
        tests.add(threads("alerts at once", this::atOnce));
        if (received().isPresent()) {
            tests.add(test("each alert arrives once and says what happened to which canary", this::arrives));
        } else {
            tests.add(untried("what arrived was not looked at: override received()"));
        }
        return tests;
    }

    @TestFactory
    @DisplayName("tells the truth")
    final List<DynamicNode> tellsTheTruth() throws Exception {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(
                can(() -> refusing(false))
                        ? test("what the receiver refuses is not delivered", this::refused)
                        : untried("a receiver that refuses was not tried: override refusing(boolean)"));
        tests.addAll(outages(List.of(new Deed(
                "a delivery",
                () -> {
                    Notifier notifier = notifier();
                    Alert alert = alert().build();
                    return new Deed.Ready(KEY, call -> notifier.deliver(alert, call), call -> {
                        Delivery delivery = notifier.deliver(alert, call);
                        if (!(delivery instanceof Delivery.Delivered)) {
                            throw new IOException("not delivered: " + delivery);
                        }
                        return delivery;
                    });
                },
                answer -> answer instanceof Delivery.Later later && wellFormed(later)))));
        tests.add(secrecy(this::notifier));
        return tests;
    }

    private void delivered(Alert.Builder alert) throws Exception {
        Optional<List<String>> before = received().map(List::copyOf);
        assertThat(notifier().deliver(alert.build(), call(KEY))).isInstanceOf(Delivery.Delivered.class);
        if (before.isPresent()) {
            assertThat(received().orElseThrow())
                    .as("what has arrived")
                    .hasSize(before.get().size() + 1);
        }
    }

    private void arrives() throws Exception {
        int before = received().orElseThrow().size();
        Alert alert = alert().message("Rolled back because of errors").build();
        notifier().deliver(alert, call(KEY));
        List<String> after = received().orElseThrow();
        assertThat(after).hasSize(before + 1);
        assertThat(after.get(before))
                .contains("Rolled back because of errors")
                .contains(KEY.name())
                .contains(KEY.namespace());
    }

    private void atOnce() throws Exception {
        int before = received().map(List::size).orElse(0);
        Notifier notifier = notifier();
        List<PlugBody> bodies = new ArrayList<>();
        List<CancelableCall> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Alert alert = alert().build();
            bodies.add(call -> notifier.deliver(alert, call));
            calls.add(call(KEY));
        }
        for (Attempt.Outcome outcome : Crowd.run(calls, patience(), bodies)) {
            if (outcome.thrown() != null) {
                throw failure("a delivery failed beside others", outcome.thrown());
            }
            assertThat(outcome.answer()).isInstanceOf(Delivery.Delivered.class);
        }
        if (received().isPresent()) {
            assertThat(received().get()).as("what has arrived").hasSize(before + bodies.size());
        }
    }

    private void refused() throws Exception {
        refusing(true);
        try {
            Delivery delivery = notifier().deliver(alert().build(), call(KEY));
            assertThat(delivery).isNotInstanceOf(Delivery.Delivered.class);
            requireSecrecy(delivery);
        } catch (PlugException | IOException refused) {
            requireSecrecy(refused);
        } finally {
            refusing(false);
        }
        delivered(alert());
    }

    private boolean wellFormed(Delivery.Later later) {
        requireSecrecy(later);
        assertThat(later.after().isNegative()).as("%s is after now", later).isFalse();
        return !later.why().isBlank();
    }

    private Alert.Builder alert() {
        Alert.Builder alert = Alert.builder();
        alert.id("alert-" + number())
                .canary(KEY)
                .severity(Severity.ERROR)
                .code("rolled-back")
                .reason(Reason.of("rolled-back"))
                .message("Canary was rolled back")
                .phase(Phase.FAILED)
                .putFields("Target", "Deployment/target")
                .provider(through())
                .at(VirtualClock.START);
        return alert;
    }
}
