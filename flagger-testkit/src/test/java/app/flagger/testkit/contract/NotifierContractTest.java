package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.Severity;
import app.flagger.api.plug.Alert;
import app.flagger.api.plug.Delivery;
import app.flagger.api.plug.Notifier;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NotifierContractTest {
    private static final String OUTAGE = "a delivery in an outage fails as what may be repeated";

    @Test
    void aGoodNotifierPasses() {
        assertThat(Suite.run(new Held(new Good())).requirePassed().unproved()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> everyBrokenNotifierIsCaught() {
        return Stream.of(
                caught(
                        "delivers nothing",
                        "each alert arrives once and says what happened to which canary",
                        new Good() {
                            @Override
                            void post(String text) {}
                        }),
                caught("delivers twice", "each alert arrives once and says what happened to which canary", new Good() {
                    @Override
                    void post(String text) {
                        super.post(text);
                        super.post(text);
                    }
                }),
                caught(
                        "leaves the canary out",
                        "each alert arrives once and says what happened to which canary",
                        new Good() {
                            @Override
                            String text(Alert alert) {
                                return alert.message();
                            }
                        }),
                caught(
                        "leaves it to the fields to name the canary",
                        "each alert arrives once and says what happened to which canary",
                        new Good() {
                            @Override
                            String text(Alert alert) {
                                return alert.id() + " " + alert.message() + " " + alert.fields();
                            }
                        }),
                caught("loses what comes at once", "alerts at once", new Good() {
                    private final Meeting meeting = new Meeting();
                    private volatile String next = "";

                    @Override
                    void post(String text) {
                        next = text;
                        meeting.of(6);
                        String posted = next;
                        next = "";
                        if (!posted.isEmpty()) {
                            super.post(posted);
                        }
                    }
                }),
                caught("shows its token", "its texts name no secret", new Good() {
                    @Override
                    public String toString() {
                        return "notifier of https://chat/hush-hush";
                    }
                }),
                caught("swallows what is only information", "an alert of severity INFO", new Good() {
                    @Override
                    public Delivery deliver(Alert alert, Call call) throws Exception {
                        return alert.severity() == Severity.INFO
                                ? new Delivery.Delivered()
                                : super.deliver(alert, call);
                    }
                }),
                caught("needs a field", "an alert without further fields", new Good() {
                    @Override
                    String text(Alert alert) {
                        return super.text(alert)
                                + alert.fields().values().iterator().next();
                    }
                }),
                caught("refuses long alerts", "a long alert", new Good() {
                    @Override
                    public Delivery deliver(Alert alert, Call call) throws Exception {
                        return alert.message().length() > 4_000
                                ? new Delivery.Refused("too long")
                                : super.deliver(alert, call);
                    }
                }),
                caught(
                        "takes messages for formats",
                        "quotes, line ends, markup and letters of many scripts",
                        new Good() {
                            @Override
                            String text(Alert alert) {
                                if (alert.message().contains("{{")) {
                                    throw new IllegalArgumentException("no such variable");
                                }
                                return super.text(alert);
                            }
                        }),
                caught("refuses a repetition", "the same alert again, as after a crash", new Good() {
                    private final Set<String> seen = Collections.synchronizedSet(new LinkedHashSet<>());

                    @Override
                    public Delivery deliver(Alert alert, Call call) throws Exception {
                        return seen.add(alert.id()) ? super.deliver(alert, call) : new Delivery.Refused("seen before");
                    }
                }),
                caught("says delivered whatever is answered", "what the receiver refuses is not delivered", new Good() {
                    @Override
                    public Delivery deliver(Alert alert, Call call) throws Exception {
                        return refusing ? new Delivery.Delivered() : super.deliver(alert, call);
                    }
                }),
                caught("tells its token when it is refused", "what the receiver refuses is not delivered", new Good() {
                    @Override
                    public Delivery deliver(Alert alert, Call call) throws Exception {
                        return refusing ? new Delivery.Refused("403 for token hush-hush") : super.deliver(alert, call);
                    }
                }),
                caught("says delivered in an outage", OUTAGE, new Good() {
                    @Override
                    public Delivery deliver(Alert alert, Call call) throws Exception {
                        return line.isCut() ? new Delivery.Delivered() : super.deliver(alert, call);
                    }
                }),
                caught("gives up for good in an outage", OUTAGE, new Good() {
                    @Override
                    public Delivery deliver(Alert alert, Call call) throws Exception {
                        return line.isCut() ? new Delivery.Refused("no answer") : super.deliver(alert, call);
                    }
                }),
                caught("wants it back yesterday", OUTAGE, new Good() {
                    @Override
                    public Delivery deliver(Alert alert, Call call) throws Exception {
                        return line.isCut()
                                ? new Delivery.Later(Duration.ofHours(-24), "no answer")
                                : super.deliver(alert, call);
                    }
                }),
                caught("tells its address", OUTAGE, new Good() {
                    @Override
                    public Delivery deliver(Alert alert, Call call) throws Exception {
                        if (line.isCut()) {
                            throw new IOException("cannot reach chat", new IOException("https://chat/hush-hush"));
                        }
                        return super.deliver(alert, call);
                    }
                }),
                caught("never comes back", "a delivery works again after an outage", new Good() {
                    private boolean broken;

                    @Override
                    public Delivery deliver(Alert alert, Call call) throws Exception {
                        broken |= line.isCut();
                        if (broken) {
                            throw new PlugException(PlugException.Kind.TRANSIENT, "the connection is closed");
                        }
                        return super.deliver(alert, call);
                    }
                }));
    }

    private static DynamicTest caught(String flaw, String by, Good notifier) {
        return Suite.caught(flaw, by, new Held(notifier));
    }

    private static class Good implements Notifier {
        final Line line = new Line();
        final List<String> arrived = Collections.synchronizedList(new ArrayList<>());
        volatile boolean refusing;

        @Override
        public Delivery deliver(Alert alert, Call call) throws Exception {
            line.use(call);
            if (refusing) {
                return new Delivery.Refused("403");
            }
            post(text(alert));
            return new Delivery.Delivered();
        }

        void post(String text) {
            arrived.add(text);
        }

        String text(Alert alert) {
            return alert.canary() + ": " + alert.message() + " " + alert.fields();
        }
    }

    private static final class Held extends NotifierContract {
        private final Good notifier;

        Held(Good notifier) {
            this.notifier = notifier;
        }

        @Override
        protected Notifier notifier() {
            return notifier;
        }

        @Override
        protected Optional<List<String>> received() {
            return Optional.of(notifier.arrived);
        }

        @Override
        protected void refusing(boolean on) {
            notifier.refusing = on;
        }

        @Override
        protected void outage(boolean on) {
            notifier.line.cut(on);
        }

        @Override
        protected List<String> secrets() {
            return List.of("hush-hush");
        }
    }
}
