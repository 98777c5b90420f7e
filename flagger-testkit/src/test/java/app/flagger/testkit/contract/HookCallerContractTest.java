package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.HookType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HookCallerContractTest {
    private static final String OUTAGE = "a call in an outage fails as what may be repeated";
    private static final String NAMES = "a call names the canary, its phase, its revision and its idempotency key";

    @Test
    void aGoodCallerPasses() {
        assertThat(Suite.run(new Held(new Good())).requirePassed().unproved()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> everyBrokenCallerIsCaught() {
        return Stream.of(
                caught("says yes to everything", "a no is none, and says why", new Good() {
                    @Override
                    HookAnswer answer(String url) {
                        return HookAnswer.yes();
                    }
                }),
                caught("says no to everything", "a yes is a success", new Good() {
                    @Override
                    HookAnswer answer(String url) {
                        return HookAnswer.no("no");
                    }
                }),
                caught("gives no reason", "a no is none, and says why", new Good() {
                    @Override
                    HookAnswer answer(String url) {
                        return url.equals("test:no") ? HookAnswer.no("") : super.answer(url);
                    }
                }),
                caught("retries for ever", "a no for good is not retried", new Good() {
                    @Override
                    HookAnswer answer(String url) {
                        return new HookAnswer(url.equals("test:yes"), true, "answer");
                    }
                }),
                caught("never retries", "a hook that is busy is retried", new Good() {
                    @Override
                    HookAnswer answer(String url) {
                        return new HookAnswer(url.equals("test:yes"), false, "answer");
                    }
                }),
                caught("takes what is not there for a yes", "a hook that does not exist is no success", new Good() {
                    @Override
                    HookAnswer answer(String url) {
                        return url.equals("test:missing") ? HookAnswer.yes() : super.answer(url);
                    }
                }),
                caught("knows no events", "a hook of type EVENT is called like any other", new Good() {
                    @Override
                    public HookAnswer call(HookRequest hook, Call call) throws Exception {
                        return hook.type() == HookType.EVENT ? HookAnswer.no("not an event") : super.call(hook, call);
                    }
                }),
                caught("trips over an empty text", "metadata of any kind does no harm", new Good() {
                    @Override
                    String body(HookRequest hook) {
                        hook.metadata().values().forEach(value -> value.charAt(0));
                        return super.body(hook);
                    }
                }),
                caught("calls twice to be sure", "a call arrives once, whatever is answered", new Good() {
                    @Override
                    public HookAnswer call(HookRequest hook, Call call) throws Exception {
                        HookAnswer first = super.call(hook, call);
                        return first.success() ? first : super.call(hook, call);
                    }
                }),
                caught("leaves the namespace out", NAMES, new Good() {
                    @Override
                    String body(HookRequest hook) {
                        return String.join(" ", hook.canary(), hook.phase(), hook.checksum(), hook.idempotencyKey());
                    }
                }),
                caught("keeps the idempotency key to itself", NAMES, new Good() {
                    @Override
                    String body(HookRequest hook) {
                        return super.body(hook).replace(hook.idempotencyKey(), "");
                    }
                }),
                caught("makes a new key for each attempt", "a repeated call has the same idempotency key", new Good() {
                    private final AtomicInteger keys = new AtomicInteger();

                    @Override
                    String body(HookRequest hook) {
                        return super.body(hook).replace(hook.idempotencyKey(), "key-" + keys.incrementAndGet());
                    }
                }),
                caught("leaves metadata out", "metadata is sent", new Good() {
                    @Override
                    String body(HookRequest hook) {
                        return super.body(hook).replace("metadata-marker", "");
                    }
                }),
                caught("stays broken", "a call works again after an outage", new Good() {
                    private boolean broken;

                    @Override
                    public HookAnswer call(HookRequest hook, Call call) throws Exception {
                        broken |= line.isCut();
                        return broken ? new HookAnswer(false, true, "no connection") : super.call(hook, call);
                    }
                }),
                caught("shows the password in its address", "its texts name no secret", new Good() {
                    @Override
                    public String toString() {
                        return "caller of user:hush-hush@host";
                    }
                }),
                caught("tells the password when it is told no", "its texts name no secret", new Good() {
                    @Override
                    HookAnswer answer(String url) {
                        return url.equals("test:no") ? HookAnswer.no("403 for hush-hush") : super.answer(url);
                    }
                }),
                caught("mixes answers up", "calls at once each get their own answer", new Mixing()),
                caught("takes silence for a yes", OUTAGE, new Good() {
                    @Override
                    public HookAnswer call(HookRequest hook, Call call) throws Exception {
                        return line.isCut() ? HookAnswer.yes() : super.call(hook, call);
                    }
                }),
                caught("takes silence for a no for good", OUTAGE, new Good() {
                    @Override
                    public HookAnswer call(HookRequest hook, Call call) throws Exception {
                        return line.isCut() ? HookAnswer.no("no answer") : super.call(hook, call);
                    }
                }),
                caught("tells the password in the address", OUTAGE, new Good() {
                    @Override
                    public HookAnswer call(HookRequest hook, Call call) throws Exception {
                        if (line.isCut()) {
                            throw new PlugException(PlugException.Kind.TRANSIENT, "no answer from user:hush-hush@host");
                        }
                        return super.call(hook, call);
                    }
                }));
    }

    private static DynamicTest caught(String flaw, String by, Good caller) {
        return Suite.caught(flaw, by, new Held(caller));
    }

    private static class Good implements HookCaller {
        final Line line = new Line();
        final List<String> arrived = Collections.synchronizedList(new ArrayList<>());

        @Override
        public HookAnswer call(HookRequest hook, Call call) throws Exception {
            line.use(call);
            arrived.add(body(hook));
            return answer(hook.url());
        }

        HookAnswer answer(String url) {
            return switch (url) {
                case "test:yes" -> HookAnswer.yes();
                case "test:busy" -> new HookAnswer(false, true, "503");
                default -> HookAnswer.no("404");
            };
        }

        String body(HookRequest hook) {
            return hook + " " + hook.metadata();
        }
    }

    /** Keeps the URL in a field while it is called. */
    private static final class Mixing extends Good {
        private final Meeting meeting = new Meeting();
        private volatile String url = "";

        @Override
        public HookAnswer call(HookRequest hook, Call call) throws Exception {
            url = hook.url();
            // Until the others have asked as well.
            meeting.of(8);
            super.call(hook, call);
            return answer(url);
        }
    }

    private static final class Held extends HookCallerContract {
        private final Good caller;

        Held(Good caller) {
            this.caller = caller;
        }

        @Override
        protected HookCaller caller() {
            return caller;
        }

        @Override
        protected String yes() {
            return "test:yes";
        }

        @Override
        protected String no() {
            return "test:no";
        }

        @Override
        protected Optional<String> busy() {
            return Optional.of("test:busy");
        }

        @Override
        protected Optional<String> missing() {
            return Optional.of("test:missing");
        }

        @Override
        protected Optional<List<String>> received() {
            return Optional.of(caller.arrived);
        }

        @Override
        protected void outage(boolean on) {
            caller.line.cut(on);
        }

        @Override
        protected List<String> secrets() {
            return List.of("hush-hush");
        }
    }
}
