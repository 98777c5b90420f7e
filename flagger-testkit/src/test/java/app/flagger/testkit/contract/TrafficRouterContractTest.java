package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.HeldRouter.caught;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TrafficRouterContractTest {
    @Test
    void aGoodRouterPasses() {
        assertThat(Suite.run(new HeldRouter(new GoodRouter())).requirePassed().unproved())
                .containsExactlyInAnyOrder(
                        "MATCH_HEADER_PREFIX was not tried: no condition in analysis.match of canary() needs it",
                        "MATCH_HEADER_SUFFIX was not tried: no condition in analysis.match of canary() needs it",
                        "MATCH_HEADER_REGEX was not tried: no condition in analysis.match of canary() needs it",
                        "MATCH_QUERY was not tried: no condition in analysis.match of canary() needs it",
                        "MATCH_SOURCE_LABELS was not tried: no condition in analysis.match of canary() needs it");
    }

    @Test
    void aRouterThatClaimsLittleAndDoesLittlePasses() {
        Suite.run(new HeldRouter(new ModestRouter())).requirePassed();
    }

    @Test
    void aRouterThatReadsFromACachePasses() {
        Suite.run(new HeldRouter(new CachedRouter())).requirePassed();
    }

    @Test
    void aRouterThatShiftsNoTrafficPasses() {
        GoodRouter none = new GoodRouter() {
            @Override
            public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
                throw new PlugException(PlugException.Kind.UNSUPPORTED, "shifts no traffic");
            }
        };
        none.traits = RouterTraits.of();
        assertThat(Suite.run(new HeldRouter(none)).requirePassed().unproved())
                .containsExactlyInAnyOrder(
                        "nothing was tried: the router claims no ability",
                        "writers were not tried: the router shifts no traffic",
                        "no requests were sent: the router shifts no traffic",
                        "outages were not tried: the router shifts no traffic");
    }

    @Test
    void whatCannotBeTriedIsReported() {
        Suite suite = Suite.run(new TrafficRouterContract() {
            private final GoodRouter router = new GoodRouter();

            @Override
            protected TrafficRouter router() {
                return router;
            }

            @Override
            protected Canary canary() {
                return Canaries.WEB;
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
                caught(
                        "forgets the cookie",
                        "a cookie that keeps clients with the canary can be written and is read as it was written",
                        new GoodRouter() {
                            @Override
                            Split kept(Route route, Split want) {
                                return want.sticky(Optional.empty());
                            }
                        }),
                caught(
                        "forgets that it matches",
                        "matched requests to the canary can be written and is read as it was written",
                        new GoodRouter() {
                            @Override
                            Split kept(Route route, Split want) {
                                return want.matchedOnly() ? Split.canary(want.canaryPercent()) : want;
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
                Suite.caught(
                        "is looked at where nobody else has written",
                        "what others have written stays",
                        new HeldRouter(new GoodRouter()) {
                            @Override
                            protected void othersWrite() {}
                        }),
                caught(
                        "refuses what is live already",
                        "the same write again changes nothing: everything to the canary",
                        new GoodRouter() {
                            @Override
                            public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
                                if (call.attempt() > 1 && want.equals(route(canary).written)) {
                                    throw new PlugException(PlugException.Kind.CONFLICT, "it is so already");
                                }
                                super.write(canary, want, seen, call);
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
                        "claims no weights but takes them",
                        "weights, which it does not claim, are not taken over",
                        without(Ability.WEIGHTS)),
                caught(
                        "claims no shares of copies but makes them",
                        "a share of the copies, which it does not claim, is not taken over",
                        without(Ability.MIRROR_SHARE)),
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
                caught(
                        "compares fences in silence",
                        "no lower fence is refused, which it does not claim",
                        without(Ability.COMPARE_FENCES)),
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
}
