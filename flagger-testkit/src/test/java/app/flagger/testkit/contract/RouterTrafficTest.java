package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.HeldRouter.caught;

import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouteState.Propagation;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.testkit.contract.Probe.Reply;
import app.flagger.testkit.contract.Probe.Sent;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Routers that are caught by real requests. */
class RouterTrafficTest {
    @TestFactory
    Stream<DynamicTest> everyRouterThatMovesRequestsElsewhereIsCaught() {
        return Stream.of(
                caught("mixes the versions up", "100 % of the requests reach the canary", new GoodRouter() {
                    @Override
                    void settle(Canary canary) throws Exception {
                        Split split = route(canary).written;
                        route(canary).inForce = Split.canary(split.primaryPercent());
                        route(canary).written = split;
                    }

                    @Override
                    RouteState state(Route route) {
                        return new RouteState(
                                route.written,
                                Propagation.UNKNOWN,
                                Optional.of(String.valueOf(route.version)),
                                route.writer);
                    }
                }),
                caught(
                        "says at once that the data plane follows",
                        "50 % of the requests reach the canary",
                        new GoodRouter() {
                            @Override
                            RouteState state(Route route) {
                                return new RouteState(
                                        route.written,
                                        Propagation.PROGRAMMED,
                                        Optional.of(String.valueOf(route.version)),
                                        route.writer);
                            }
                        }),
                caught(
                        "says for ever that the data plane lags",
                        "0 % of the requests reach the canary",
                        new GoodRouter() {
                            @Override
                            RouteState state(Route route) {
                                return new RouteState(
                                        route.written,
                                        Propagation.PENDING,
                                        Optional.of(String.valueOf(route.version)),
                                        route.writer);
                            }
                        }),
                caught(
                        "copies nothing",
                        "every request is copied and answered by the primary",
                        answering(reply -> new Reply(reply.by(), false, reply.cookie()))),
                caught(
                        "copies everything",
                        "20 % of the requests are copied",
                        answering(reply -> new Reply(reply.by(), true, reply.cookie()))),
                caught(
                        "tells nobody the cookie",
                        "a client that reached the canary is told the cookie, and stays",
                        answering(reply -> Reply.by(reply.by()))),
                caught("matches everybody", "matching requests reach the canary and no others do", new GoodRouter() {
                    @Override
                    Reply send(Canary canary, Sent request) throws Exception {
                        return super.send(canary, new Sent(true, request.cookie()));
                    }
                }),
                caught(
                        "lets the cookie win over a weight of zero",
                        "a cookie keeps nobody with a canary without weight",
                        new GoodRouter() {
                            @Override
                            Reply send(Canary canary, Sent request) throws Exception {
                                return request.cookie().isPresent()
                                        ? Reply.by(Probe.Version.CANARY)
                                        : super.send(canary, request);
                            }
                        }));
    }

    private static GoodRouter answering(UnaryOperator<Reply> answer) {
        return new GoodRouter() {
            @Override
            Reply send(Canary canary, Sent request) throws Exception {
                return answer.apply(super.send(canary, request));
            }
        };
    }
}
