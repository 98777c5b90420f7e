package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouteState.Propagation;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import app.flagger.testkit.contract.Probe.Reply;
import app.flagger.testkit.contract.Probe.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TrafficRouterContractTest {
    private static final Canary CANARY = Canaries.demanding("web");
    private static final Canary OTHER = Canaries.demanding("other");

    @Test
    void aGoodRouterPasses() {
        assertThat(Suite.run(new Held(new GoodRouter())).requirePassed().unproved())
                .containsExactlyInAnyOrder(
                        "MATCH_HEADER_PREFIX was not tried: no condition in analysis.match of canary() needs it",
                        "MATCH_HEADER_SUFFIX was not tried: no condition in analysis.match of canary() needs it",
                        "MATCH_HEADER_REGEX was not tried: no condition in analysis.match of canary() needs it",
                        "MATCH_QUERY was not tried: no condition in analysis.match of canary() needs it",
                        "MATCH_SOURCE_LABELS was not tried: no condition in analysis.match of canary() needs it");
    }

    @Test
    void aRouterThatClaimsLittleAndDoesLittlePasses() {
        Suite.run(new Held(new Modest())).requirePassed();
    }

    @Test
    void whatCannotBeTriedIsReported() {
        Suite suite = Suite.run(new TrafficRouterContract() {
            private final GoodRouter router = new GoodRouter() {
                @Override
                void fence(Route route, Call call) {}
            };

            @Override
            protected TrafficRouter router() {
                return router;
            }

            @Override
            protected Canary canary() {
                return CANARY;
            }
        });

        assertThat(suite.requirePassed().unproved())
                .contains(
                        "only what can be read back was proved: override probe() to send real requests",
                        "outages were not tried: override outage(boolean)",
                        "several canaries were not tried: override another()",
                        "what others have written was not looked at: override partsOfOthers()");
    }

    @TestFactory
    Stream<DynamicTest> everyRouterThatKeepsWhatItShouldNotIsCaught() {
        return Stream.of(
                caught(
                        "forgets copies",
                        "a copy of all requests can be written and is read as it was written",
                        new GoodRouter() {
                            @Override
                            Split kept(Route route, Split want) {
                                return new Split(want.canaryPercent(), 0, want.matchedOnly(), want.stickyCookie());
                            }
                        }),
                caught(
                        "copies all or nothing",
                        "a copy of 50 % of the requests can be written and is read as it was written",
                        new GoodRouter() {
                            @Override
                            Split kept(Route route, Split want) {
                                int mirror = want.mirrorPercent() > 0 ? 100 : 0;
                                return new Split(want.canaryPercent(), mirror, want.matchedOnly(), want.stickyCookie());
                            }
                        }),
                caught("rounds finer weights", "33 % can be written and is read as it was written", new GoodRouter() {
                    @Override
                    Split kept(Route route, Split want) {
                        int weight = want.canaryPercent() - want.canaryPercent() % 5;
                        return new Split(weight, want.mirrorPercent(), want.matchedOnly(), want.stickyCookie());
                    }
                }),
                caught(
                        "adds to what was there",
                        "a write is absolute: it does not matter what was written before",
                        new GoodRouter() {
                            @Override
                            Split kept(Route route, Split want) {
                                boolean copies = route.written.mirrorPercent() > 0 && want.canaryPercent() > 0;
                                return copies
                                        ? new Split(
                                                want.canaryPercent(),
                                                route.written.mirrorPercent(),
                                                want.matchedOnly(),
                                                want.stickyCookie())
                                        : want;
                            }
                        }),
                caught(
                        "keeps the old cookie",
                        "a cookie is gone when a split without one is written",
                        new GoodRouter() {
                            @Override
                            Split kept(Route route, Split want) {
                                return want.stickyCookie().isEmpty() && want.canaryPercent() > 0
                                        ? want.sticky(route.written.stickyCookie())
                                        : want;
                            }
                        }),
                caught(
                        "resets a route that it prepares",
                        "preparing again moves no traffic: everything to the canary",
                        new GoodRouter() {
                            @Override
                            public void prepare(Canary canary, Call call) throws Exception {
                                super.prepare(canary, call);
                                route(canary).written = Split.allToPrimary();
                            }
                        }),
                caught("gives nothing back", "giving back leaves the route as it was found", new GoodRouter() {
                    @Override
                    public void giveBack(Canary canary, Call call) {}
                }),
                caught("can give back only once", "giving back twice is as good as once", new GoodRouter() {
                    @Override
                    public void giveBack(Canary canary, Call call) throws Exception {
                        if (route(canary).version == 1) {
                            throw new PlugException(PlugException.Kind.GONE, "nothing to give back");
                        }
                        super.giveBack(canary, call);
                    }
                }),
                caught("writes over what others have written", "what others have written stays", new GoodRouter() {
                    @Override
                    Split kept(Route route, Split want) {
                        route.labels = "";
                        return want;
                    }
                }),
                caught("writes when it reads", "reading changes nothing", new GoodRouter() {
                    @Override
                    RouteState state(Route route) {
                        route.version++;
                        return super.state(route);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyRouterThatClaimsWrongIsCaught() {
        return Stream.of(
                caught(
                        "claims no copies but makes them",
                        "copies, which it does not claim, are not taken over",
                        without(Ability.MIRROR, Ability.MIRROR_SHARE)),
                caught(
                        "claims no matches but does them",
                        "matches, which it does not claim, are not taken over",
                        without(Ability.MATCH_HEADER_EXACT)),
                caught(
                        "claims no cookie but keeps it",
                        "a cookie, which it does not claim, is not taken over",
                        without(Ability.AFFINITY)),
                caught(
                        "claims no stamp but stamps",
                        "no operation is kept, which it does not claim",
                        without(Ability.STAMP)),
                caught(
                        "claims no comparison but compares",
                        "no stale write is refused, which it does not claim",
                        without(Ability.COMPARE_AND_SET)),
                caught(
                        "claims steps coarser than it has",
                        "weights finer than its weightStep are not taken over",
                        stepped()),
                Suite.caught(
                        "compares fences in silence",
                        "no lower fence is refused, which comparesFences() does not claim",
                        new Held(new GoodRouter()) {
                            @Override
                            protected boolean comparesFences() {
                                return false;
                            }
                        }),
                caught("changes its mind about its traits", "its traits are the same each time", new GoodRouter() {
                    private int asked;

                    @Override
                    public RouterTraits traits(Canary canary) {
                        return ++asked % 2 == 0 ? RouterTraits.of(Ability.WEIGHTS) : traits;
                    }
                }),
                caught(
                        "claims a share of no copies",
                        "a share of the copies is claimed only together with copies",
                        without(Ability.MIRROR)));
    }

    @TestFactory
    Stream<DynamicTest> everyRouterThatMixesWritersUpIsCaught() {
        return Stream.of(
                caught(
                        "ignores what was seen",
                        "a write with a stale `seen` is refused as CONFLICT and changes nothing",
                        new GoodRouter() {
                            @Override
                            void compare(Route route, RouteState seen) {}
                        }),
                caught(
                        "compares splits in place of versions",
                        "a stale write is refused even if it wants what is live already",
                        new GoodRouter() {
                            @Override
                            void compare(Route route, RouteState seen) throws PlugException {
                                if (!route.written.equals(seen.live())) {
                                    super.compare(route, seen);
                                }
                            }
                        }),
                caught(
                        "compares first and writes later",
                        "of several writes at once exactly one wins",
                        new LookingFirst()),
                caught("ignores fences", "a lower step is refused as CONFLICT and changes nothing", new GoodRouter() {
                    @Override
                    void fence(Route route, Call call) {}
                }),
                caught(
                        "compares steps without epochs",
                        "a lower epoch is refused as CONFLICT, however high its step is",
                        new GoodRouter() {
                            @Override
                            void fence(Route route, Call call) throws PlugException {
                                if (call.fence().epoch() >= route.highest.epoch()) {
                                    super.fence(route, call);
                                }
                            }
                        }),
                caught("refuses a repeated fence", "the same fence again is not refused", new GoodRouter() {
                    @Override
                    void fence(Route route, Call call) throws PlugException {
                        if (call.fence().equals(route.highest)) {
                            throw new PlugException(PlugException.Kind.CONFLICT, "seen before");
                        }
                        super.fence(route, call);
                    }
                }),
                caught("stamps its own name", "a route says which operation wrote it", new GoodRouter() {
                    @Override
                    Split kept(Route route, Split want) {
                        return want;
                    }

                    @Override
                    RouteState state(Route route) {
                        route.writer = route.writer.map(any -> "flagger");
                        return super.state(route);
                    }
                }),
                caught("has one route for all", "a write leaves the route of another canary alone", new GoodRouter() {
                    private final Route only = new Route();

                    @Override
                    Route route(Canary canary) {
                        return only;
                    }
                }));
    }

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

    @TestFactory
    Stream<DynamicTest> everyRouterThatTakesOutagesBadlyIsCaught() {
        return Stream.of(
                caught(
                        "pretends to have written",
                        "a write in an outage fails as what may be repeated",
                        new GoodRouter() {
                            @Override
                            public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
                                if (!line.isCut()) {
                                    super.write(canary, want, seen, call);
                                }
                            }

                            @Override
                            public RouteState read(Canary canary, Call call) throws Exception {
                                return line.isCut() ? state(route(canary)) : super.read(canary, call);
                            }
                        }),
                caught("makes up a route", "a read in an outage fails as what may be repeated", new GoodRouter() {
                    @Override
                    public RouteState read(Canary canary, Call call) throws Exception {
                        return line.isCut()
                                ? new RouteState(
                                        Split.canary(50), Propagation.UNKNOWN, Optional.empty(), Optional.empty())
                                : super.read(canary, call);
                    }
                }),
                caught(
                        "takes an outage for a missing route",
                        "a read in an outage fails as what may be repeated",
                        new GoodRouter() {
                            @Override
                            public RouteState read(Canary canary, Call call) throws Exception {
                                if (line.isCut()) {
                                    throw new PlugException(PlugException.Kind.GONE, "no route");
                                }
                                return super.read(canary, call);
                            }
                        }),
                caught(
                        "throws what it should not",
                        "a read in an outage fails as what may be repeated",
                        new GoodRouter() {
                            @Override
                            public RouteState read(Canary canary, Call call) throws Exception {
                                if (line.isCut()) {
                                    throw new IllegalStateException("cut off");
                                }
                                return super.read(canary, call);
                            }
                        }),
                caught("hangs", "a write in an outage fails as what may be repeated", new Hanging()),
                caught("stays broken", "a read works again after an outage", new GoodRouter() {
                    private boolean broken;

                    @Override
                    public RouteState read(Canary canary, Call call) throws Exception {
                        broken |= line.isCut();
                        if (broken) {
                            throw new IOException("the connection is closed");
                        }
                        return super.read(canary, call);
                    }
                }),
                caught(
                        "writes half",
                        "a write in an outage is there afterwards as it was ordered, or not at all",
                        new GoodRouter() {
                            @Override
                            public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
                                if (line.isCut()) {
                                    route(canary).written = Split.canary(want.canaryPercent() / 2);
                                }
                                super.write(canary, want, seen, call);
                            }
                        }),
                caught("tells its token", "a read in an outage fails as what may be repeated", new GoodRouter() {
                    @Override
                    public RouteState read(Canary canary, Call call) throws Exception {
                        if (line.isCut()) {
                            throw new IOException("no answer from https://admin:hush-hush@proxy");
                        }
                        return super.read(canary, call);
                    }
                }));
    }

    private static DynamicTest caught(String flaw, String by, GoodRouter router) {
        return Suite.caught(flaw, by, new Held(router));
    }

    private static GoodRouter without(Ability... hidden) {
        EnumSet<Ability> claimed = EnumSet.allOf(Ability.class);
        claimed.removeAll(List.of(hidden));
        GoodRouter router = new GoodRouter();
        router.traits = RouterTraits.of(claimed, 1, Duration.ZERO);
        return router;
    }

    private static GoodRouter stepped() {
        GoodRouter router = new GoodRouter();
        router.traits = RouterTraits.of(EnumSet.allOf(Ability.class), 10, Duration.ZERO);
        return router;
    }

    private static GoodRouter answering(UnaryOperator<Reply> answer) {
        return new GoodRouter() {
            @Override
            Reply send(Canary canary, Sent request) throws Exception {
                return answer.apply(super.send(canary, request));
            }
        };
    }

    /** The suite over one router with all switches. */
    private static class Held extends TrafficRouterContract {
        private final GoodRouter router;

        Held(GoodRouter router) {
            this.router = router;
        }

        @Override
        protected TrafficRouter router() {
            return router;
        }

        @Override
        protected Canary canary() {
            return CANARY;
        }

        @Override
        protected Optional<Canary> another() {
            return Optional.of(OTHER);
        }

        @Override
        protected boolean comparesFences() {
            return !(router instanceof Modest);
        }

        @Override
        protected Optional<String> partsOfOthers() {
            return Optional.of(Optional.ofNullable(router.routes.get(CANARY.key()))
                    .map(route -> route.labels)
                    .orElse("team=shop"));
        }

        @Override
        protected Optional<Probe> probe() {
            return Optional.of(new Probe() {
                @Override
                public Reply send(Sent request) throws Exception {
                    return router.send(CANARY, request);
                }

                @Override
                public void settle() throws Exception {
                    router.settle(CANARY);
                }
            });
        }

        @Override
        protected void outage(boolean on) {
            router.line.cut(on);
        }

        @Override
        protected List<String> secrets() {
            return List.of("hush-hush");
        }

        @Override
        protected Duration patience() {
            return router instanceof Hanging ? Duration.ofMillis(100) : super.patience();
        }
    }

    /** Shares requests out in steps of 10 % and refuses everything else. */
    private static final class Modest extends GoodRouter {
        Modest() {
            traits = RouterTraits.of(List.of(Ability.WEIGHTS), 10, Duration.ofSeconds(5));
        }

        @Override
        public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
            if (!want.equals(Split.canary(want.canaryPercent())) || want.canaryPercent() % 10 != 0) {
                throw new PlugException(PlugException.Kind.UNSUPPORTED, want + " is more than weights in steps of 10");
            }
            super.write(canary, want, seen, call);
        }

        @Override
        RouteState state(Route route) {
            return new RouteState(route.written, Propagation.UNKNOWN, Optional.empty(), Optional.empty());
        }

        @Override
        void compare(Route route, RouteState seen) {}

        @Override
        void fence(Route route, Call call) {}
    }

    /** Compares before the others have written, and writes all the same. */
    private static final class LookingFirst extends GoodRouter {
        private final Meeting meeting = new Meeting();

        @Override
        public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
            line.use(call);
            compare(route(canary), seen);
            // Until another one has looked as well.
            meeting.of(2);
            super.write(canary, want, super.read(canary, call), call);
        }
    }

    /** Blocks for good, whatever happens. */
    private static final class Hanging extends GoodRouter {
        @Override
        public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
            while (line.isCut()) {
                Thread.interrupted();
                Thread.yield();
            }
            super.write(canary, want, seen, call);
        }

        @Override
        public RouteState read(Canary canary, Call call) throws Exception {
            return line.isCut() ? state(route(canary)) : super.read(canary, call);
        }
    }
}
