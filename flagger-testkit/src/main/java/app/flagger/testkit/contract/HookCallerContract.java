package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.HookType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What every {@link HookCaller} must do: bring the answer of whoever is called, and never take silence for a yes. */
public abstract class HookCallerContract extends PlugContract {
    /** No part of it stands in anything else that is sent. */
    private static final CanaryKey KEY = new CanaryKey("contract-space", "contract-hooked");

    /** For subclasses. */
    protected HookCallerContract() {}

    /** The caller; may be the same each time. */
    protected abstract HookCaller caller() throws Exception;

    /** The URL of a hook that says yes. */
    protected abstract String yes();

    /** The URL of a hook that says no for good. */
    protected abstract String no();

    /** The URL of a hook that says no, but may say otherwise when asked again at once. */
    protected Optional<String> busy() {
        return Optional.empty();
    }

    /** The URL of a hook that does not exist, as a gate that was never registered or a path that is not served. */
    protected Optional<String> missing() {
        return Optional.empty();
    }

    /** The calls that the hooks have got so far, one text for each in order, with all that was sent. */
    protected Optional<List<String>> received() throws Exception {
        return Optional.empty();
    }

    @TestFactory
    @DisplayName("brings the answer")
    final List<DynamicNode> bringsTheAnswer() throws Exception {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test(
                "a yes is a success", () -> assertThat(ask(yes()).success()).isTrue()));
        tests.add(test("a no is none, and says why", () -> {
            assertThat(ask(no()).success()).isFalse();
            assertThat(ask(no()).detail()).isNotBlank();
        }));
        tests.add(test(
                "a no for good is not retried",
                () -> assertThat(ask(no()).retriable()).isFalse()));
        tests.add(busy().map(url -> test("a hook that is busy is retried", () -> {
                    assertThat(ask(url).success()).isFalse();
                    assertThat(ask(url).retriable()).isTrue();
                }))
                .orElseGet(() -> untried("a hook that is busy was not tried: override busy()")));
        tests.add(missing()
                .map(url -> test("a hook that does not exist is no success", () -> noSuccess(url)))
                .orElseGet(() -> untried("a hook that does not exist was not tried: override missing()")));
        for (HookType type : HookType.values()) {
            tests.add(test(
                    "a hook of type " + type + " is called like any other",
                    () -> assertThat(caller().call(hook(yes()).type(type).build(), call(KEY))
                                    .success())
                            .isTrue()));
        }
        tests.add(test("metadata of any kind does no harm", () -> {
            Map<String, String> metadata = new LinkedHashMap<>();
            metadata.put("cmd", "hey -z 1m \"http://web/?a=1&b=<2>\"\n");
            metadata.put("ünïcode", "世界 \uD83D\uDE80");
            metadata.put("empty", "");
            assertThat(caller().call(hook(yes()).metadata(metadata).build(), call(KEY))
                            .success())
                    .isTrue();
        }));
        tests.add(threads("calls at once each get their own answer", this::atOnce));
        return tests;
    }

    @TestFactory
    @DisplayName("sends what it is given")
    final List<DynamicNode> sends() throws Exception {
        if (received().isEmpty()) {
            return List.of(untried("what was sent was not looked at: override received()"));
        }
        return List.of(
                test("a call arrives once, whatever is answered", () -> {
                    int before = received().orElseThrow().size();
                    ask(yes());
                    ask(no());
                    assertThat(received().orElseThrow()).hasSize(before + 2);
                }),
                test("a call names the canary, its phase, its revision and its idempotency key", () -> {
                    HookRequest hook = hook(yes()).build();
                    caller().call(hook, call(KEY));
                    assertThat(last())
                            .contains(hook.canary())
                            .contains(hook.namespace())
                            .contains(hook.phase())
                            .contains(hook.checksum())
                            .contains(hook.idempotencyKey());
                }),
                test("metadata is sent", () -> {
                    caller().call(
                                    hook(yes())
                                            .putMetadata("marker", "metadata-marker")
                                            .build(),
                                    call(KEY));
                    assertThat(last()).contains("metadata-marker");
                }),
                test("a repeated call has the same idempotency key", () -> {
                    HookRequest hook = hook(yes()).build();
                    Calls calls = calls(KEY);
                    caller().call(hook, calls.call());
                    caller().call(hook, calls.attempt(2).call());
                    assertThat(last()).contains(hook.idempotencyKey());
                }));
    }

    @TestFactory
    @DisplayName("survives outages")
    final List<DynamicNode> survivesOutages() throws Exception {
        List<DynamicNode> tests = new ArrayList<>(outages(List.of(new Deed(
                "a call",
                () -> {
                    HookCaller caller = caller();
                    return new Deed.Ready(KEY, call -> caller.call(hook(yes()).build(), call), call -> {
                        HookAnswer answer = caller.call(hook(yes()).build(), call);
                        if (!answer.success()) {
                            throw new IOException("still " + answer.detail());
                        }
                        return answer;
                    });
                },
                answer -> answer instanceof HookAnswer hook
                        && !hook.success()
                        && hook.retriable()
                        && secretFree(hook)))));
        tests.add(secrecy(() -> caller() + " " + ask(no()).detail()));
        return tests;
    }

    private void noSuccess(String url) throws Exception {
        try {
            assertThat(ask(url).success()).isFalse();
        } catch (PlugException | IOException refused) {
            requireSecrecy(refused);
        }
    }

    private void atOnce() throws Exception {
        HookCaller caller = caller();
        List<PlugBody> bodies = new ArrayList<>();
        List<CancelableCall> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            HookRequest hook = hook(i % 2 == 0 ? yes() : no()).build();
            bodies.add(call -> caller.call(hook, call).success());
            calls.add(call(KEY));
        }
        List<Attempt.Outcome> outcomes = Crowd.run(calls, patience(), bodies);
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i).thrown() != null) {
                throw failure("a call failed beside others", outcomes.get(i).thrown());
            }
            assertThat(outcomes.get(i).answer()).as("success of call %d", i).isEqualTo(i % 2 == 0);
        }
    }

    private boolean secretFree(HookAnswer answer) {
        requireSecrecy(answer);
        return true;
    }

    private HookAnswer ask(String url) throws Exception {
        HookAnswer answer = caller().call(hook(url).build(), call(KEY));
        assertThat(answer).as("the answer of %s", url).isNotNull();
        return answer;
    }

    private String last() throws Exception {
        List<String> received = received().orElseThrow();
        return received.get(received.size() - 1);
    }

    private HookRequest.Builder hook(String url) {
        HookRequest.Builder hook = HookRequest.builder();
        hook.name("hook")
                .type(HookType.ROLLOUT)
                .url(url)
                .namespace(KEY.namespace())
                .canary(KEY.name())
                .phase("Progressing")
                .checksum("checksum-1")
                .idempotencyKey("key-" + number());
        return hook;
    }
}
