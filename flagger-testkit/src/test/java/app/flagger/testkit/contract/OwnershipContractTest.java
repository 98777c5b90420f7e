package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Ownership;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OwnershipContractTest {
    @Test
    void aGoodOwnershipPasses() {
        assertThat(Suite.run(new Held(new Leases())).requirePassed().unproved()).isEmpty();
    }

    @Test
    void theOnlyEnginePasses() {
        Suite suite = Suite.run(new OwnershipContract() {
            @Override
            protected Ownership ownership() {
                return (key, ttl, call) -> Optional.of(new Ownership.Grant(1, Instant.MAX));
            }
        });

        assertThat(suite.requirePassed().unproved())
                .containsExactlyInAnyOrder(
                        "several owners were not tried: override rival()",
                        "outages were not tried: override outage(boolean)",
                        "its texts were not looked at: override secrets()");
    }

    @TestFactory
    Stream<DynamicTest> everyBrokenOwnershipIsCaught() {
        return Stream.of(
                caught("grants everybody", "what one owns the other is not granted", new Leases() {
                    @Override
                    boolean free(Lease lease, String who, Instant now) {
                        return true;
                    }
                }),
                caught("has one lease for all canaries", "canaries are owned apart", new Leases() {
                    @Override
                    CanaryKey named(CanaryKey key) {
                        return new CanaryKey("all", "all");
                    }
                }),
                caught(
                        "counts an epoch with each prolongation",
                        "whoever owns a canary prolongs it, in the same epoch",
                        new Leases() {
                            @Override
                            long epoch(Lease lease, String who) {
                                return lease.epoch() + 1;
                            }
                        }),
                caught("never counts", "once a grant has ended the other is granted, in a higher epoch", new Leases() {
                    @Override
                    long epoch(Lease lease, String who) {
                        return 1;
                    }
                }),
                caught(
                        "counts for each owner apart",
                        "the epoch only grows, however often the owner changes",
                        new Leases() {
                            private final Map<String, Long> epochs = new TreeMap<>();

                            @Override
                            long epoch(Lease lease, String who) {
                                return lease.who().equals(who) ? lease.epoch() : epochs.merge(who, 1L, Long::sum);
                            }
                        }),
                caught(
                        "grants what has ended",
                        "a canary that nobody owns is granted, until later than now",
                        new Leases() {
                            @Override
                            Instant until(Lease lease, Duration ttl, Instant now) {
                                return now;
                            }
                        }),
                caught("grants longer than asked", "a grant ends no later than it was asked for", new Leases() {
                    @Override
                    Instant until(Lease lease, Duration ttl, Instant now) {
                        return now.plus(ttl.multipliedBy(2));
                    }
                }),
                caught("lets grants end early", "until a grant has ended the other is not granted", new Leases() {
                    @Override
                    boolean free(Lease lease, String who, Instant now) {
                        return super.free(lease, who, now.plusSeconds(5));
                    }
                }),
                caught("never lets go", "once a grant has ended the other is granted, in a higher epoch", new Leases() {
                    @Override
                    boolean free(Lease lease, String who, Instant now) {
                        return lease.who().isEmpty() || lease.who().equals(who);
                    }
                }),
                caught("does not put the end off", "prolonging puts the end off", new Leases() {
                    @Override
                    Instant until(Lease lease, Duration ttl, Instant now) {
                        return lease.until().isAfter(now) ? lease.until() : super.until(lease, ttl, now);
                    }
                }),
                caught(
                        "looks first and takes later",
                        "of two who ask at once exactly one is granted",
                        new LookingFirst()),
                caught(
                        "grants in an outage",
                        "an acquisition in an outage fails as what may be repeated",
                        new Leases() {
                            @Override
                            Optional<Ownership.Grant> acquire(String who, CanaryKey key, Duration ttl, Call call)
                                    throws Exception {
                                return line.isCut()
                                        ? Optional.of(new Ownership.Grant(
                                                9, call.now().plus(ttl)))
                                        : super.acquire(who, key, ttl, call);
                            }
                        }),
                caught(
                        "goes on by itself in an outage",
                        "a prolongation in an outage fails as what may be repeated",
                        new Leases() {
                            @Override
                            Optional<Ownership.Grant> acquire(String who, CanaryKey key, Duration ttl, Call call)
                                    throws Exception {
                                boolean mine =
                                        leases.getOrDefault(key, NONE).who().equals(who);
                                return line.isCut() && mine
                                        ? take(who, key, ttl, call.now())
                                        : super.acquire(who, key, ttl, call);
                            }
                        }),
                caught("shows its token", "its texts name no secret", new Leases() {
                    @Override
                    public String toString() {
                        return "leases of https://hush-hush@cluster";
                    }
                }),
                caught(
                        "fails where it loses",
                        "of two who ask at once exactly one is granted",
                        losing(new IllegalStateException("no lease"))),
                caught(
                        "takes a lost race for a refusal",
                        "of two who ask at once exactly one is granted",
                        losing(new PlugException(PlugException.Kind.DENIED, "somebody else has it"))),
                caught(
                        "takes an outage for a refusal",
                        "an acquisition in an outage fails as what may be repeated",
                        new Leases() {
                            @Override
                            Optional<Ownership.Grant> acquire(String who, CanaryKey key, Duration ttl, Call call)
                                    throws Exception {
                                if (line.isCut()) {
                                    throw new PlugException(PlugException.Kind.DENIED, "no answer");
                                }
                                return super.acquire(who, key, ttl, call);
                            }
                        }));
    }

    @Test
    void whoeverSaysThatItHasLostPasses() {
        Suite.run(new Held(losing(new PlugException(PlugException.Kind.CONFLICT, "somebody else has it"))))
                .requirePassed();
    }

    /** Throws where others grant nothing because of a race. */
    private static Leases losing(Exception lost) {
        return new Leases() {
            @Override
            Optional<Ownership.Grant> acquire(String who, CanaryKey key, Duration ttl, Call call) throws Exception {
                Optional<Ownership.Grant> grant = super.acquire(who, key, ttl, call);
                boolean race = Thread.currentThread().getName().equals(Crowd.THREAD);
                if (grant.isEmpty() && race) {
                    throw lost;
                }
                return grant;
            }
        };
    }

    private static DynamicTest caught(String flaw, String by, Leases leases) {
        return Suite.caught(flaw, by, new Held(leases));
    }

    private record Lease(String who, long epoch, Instant until) {}

    /** Leases as they should be; the broken ones each change one thing. */
    private static class Leases {
        static final Lease NONE = new Lease("", 0, Instant.MIN);

        final Line line = new Line();
        final Map<CanaryKey, Lease> leases = new TreeMap<>();

        Optional<Ownership.Grant> acquire(String who, CanaryKey key, Duration ttl, Call call) throws Exception {
            line.use(call);
            synchronized (leases) {
                return take(who, key, ttl, call.now());
            }
        }

        Optional<Ownership.Grant> take(String who, CanaryKey key, Duration ttl, Instant now) {
            Lease lease = leases.getOrDefault(named(key), NONE);
            if (!free(lease, who, now)) {
                return Optional.empty();
            }
            Lease next = new Lease(who, epoch(lease, who), until(lease, ttl, now));
            leases.put(named(key), next);
            return Optional.of(new Ownership.Grant(next.epoch(), next.until()));
        }

        CanaryKey named(CanaryKey key) {
            return key;
        }

        boolean free(Lease lease, String who, Instant now) {
            return lease.who().equals(who) || !lease.until().isAfter(now);
        }

        long epoch(Lease lease, String who) {
            return lease.who().equals(who) ? lease.epoch() : lease.epoch() + 1;
        }

        Instant until(Lease lease, Duration ttl, Instant now) {
            return now.plus(ttl);
        }
    }

    /** Looks whether a lease is free before the other has taken it, and takes it all the same. */
    private static final class LookingFirst extends Leases {
        private final Meeting meeting = new Meeting();

        @Override
        Optional<Ownership.Grant> acquire(String who, CanaryKey key, Duration ttl, Call call) throws Exception {
            line.use(call);
            Lease lease;
            synchronized (leases) {
                lease = leases.getOrDefault(key, NONE);
            }
            if (!free(lease, who, call.now())) {
                return Optional.empty();
            }
            // Until another one has looked as well.
            meeting.of(2);
            synchronized (leases) {
                leases.put(key, new Lease(who, epoch(lease, who), until(lease, ttl, call.now())));
            }
            return Optional.of(new Ownership.Grant(epoch(lease, who), until(lease, ttl, call.now())));
        }
    }

    private static final class Held extends OwnershipContract {
        private final Leases leases;
        private Instant now = VirtualClock.START;

        Held(Leases leases) {
            this.leases = leases;
        }

        @Override
        protected Ownership ownership() {
            return new Ownership() {
                @Override
                public Optional<Grant> acquire(CanaryKey key, Duration ttl, Call call) throws Exception {
                    return leases.acquire("one", key, ttl, call);
                }

                @Override
                public String toString() {
                    return leases.toString();
                }
            };
        }

        @Override
        protected Optional<Ownership> rival() {
            return Optional.of((key, ttl, call) -> leases.acquire("other", key, ttl, call));
        }

        @Override
        protected Instant now() {
            return now;
        }

        @Override
        protected void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        protected List<String> secrets() {
            return List.of("hush-hush");
        }

        @Override
        protected void outage(boolean on) {
            leases.line.cut(on);
        }
    }
}
