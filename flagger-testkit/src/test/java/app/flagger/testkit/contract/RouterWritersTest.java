package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.HeldRouter.caught;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouteState.Propagation;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Routers that are caught where several write, and in outages. */
class RouterWritersTest {
    private static final String STALE = "a write with a stale `seen` is refused as CONFLICT and changes nothing";

    @Test
    void whatFailsNamesNoSecret() {
        String failures = Suite.run(new HeldRouter(new GoodRouter() {
                    @Override
                    public RouteState read(Canary canary, Call call) throws Exception {
                        if (line.isCut()) {
                            throw new IllegalStateException("no answer from admin:hush-hush@proxy");
                        }
                        return super.read(canary, call);
                    }

                    @Override
                    void compare(Route route, RouteState seen) {
                        if (!seen.version().equals(Optional.of(String.valueOf(route.version)))) {
                            throw new IllegalStateException("409 of admin:hush-hush@proxy");
                        }
                    }
                }))
                .traces();
        assertThat(failures)
                .contains(STALE, "a read in an outage", "names a secret")
                .doesNotContain("hush-hush");
    }

    @TestFactory
    Stream<DynamicTest> everyRouterThatMixesWritersUpIsCaught() {
        return Stream.of(
                caught("ignores what was seen", STALE, new GoodRouter() {
                    @Override
                    void compare(Route route, RouteState seen) {}
                }),
                caught(
                        "compares splits in place of versions",
                        "a stale write is refused even if the route looks again as it was seen",
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
                caught(
                        "wants steps to rise from owner to owner",
                        "a higher epoch is taken, however low its step is",
                        new GoodRouter() {
                            @Override
                            void fence(Route route, Call call) throws PlugException {
                                long before = route.highest.step();
                                super.fence(route, call);
                                if (call.fence().step() < before) {
                                    throw new PlugException(PlugException.Kind.CONFLICT, "an old step");
                                }
                            }
                        }),
                caught(
                        "lets an owner that was paused give back",
                        "giving back with a lower step is refused as CONFLICT and changes nothing",
                        new GoodRouter() {
                            @Override
                            public void giveBack(Canary canary, Call call) {
                                routes.remove(canary.key());
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
                caught("has one version for all splits", "each change has another version", new GoodRouter() {
                    @Override
                    RouteState state(Route route) {
                        RouteState state = super.state(route);
                        String same = String.valueOf(route.written.hashCode());
                        return new RouteState(state.live(), state.data(), Optional.of(same), state.writtenBy());
                    }

                    @Override
                    void compare(Route route, RouteState seen) throws PlugException {
                        if (!seen.equals(state(route))) {
                            super.compare(route, seen);
                        }
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
                caught(
                        "keeps the canary in a field while it is written",
                        "writes for different canaries at once all succeed",
                        new GoodRouter() {
                            private final Meeting meeting = new Meeting();
                            private volatile Canary writing = Canaries.WEB;

                            @Override
                            public void write(Canary canary, Split want, RouteState seen, Call call) throws Exception {
                                writing = canary;
                                meeting.of(2);
                                super.write(writing, want, seen, call);
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
                caught("hangs", "a write in an outage fails as what may be repeated", new HangingRouter()),
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
                caught("tells its token when it refuses", STALE, new GoodRouter() {
                    @Override
                    void compare(Route route, RouteState seen) throws PlugException {
                        if (!seen.version().equals(Optional.of(String.valueOf(route.version)))) {
                            throw new PlugException(PlugException.Kind.CONFLICT, "409 of admin:hush-hush@proxy");
                        }
                    }
                }),
                caught("tells its token beside", "a read in an outage fails as what may be repeated", new GoodRouter() {
                    @Override
                    public RouteState read(Canary canary, Call call) throws Exception {
                        if (line.isCut()) {
                            IOException failed = new IOException("no answer");
                            failed.addSuppressed(new IOException("cannot close https://admin:hush-hush@proxy"));
                            throw failed;
                        }
                        return super.read(canary, call);
                    }
                }),
                caught("shows its token", "its texts name no secret", new GoodRouter() {
                    @Override
                    public String toString() {
                        return "router of https://admin:hush-hush@proxy";
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
}
