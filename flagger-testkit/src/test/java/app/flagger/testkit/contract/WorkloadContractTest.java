package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.HeldWorkload.caught;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WorkloadContractTest {
    private static final String NAME = "no order changes the name of the target's revision";

    @Test
    void aGoodWorkloadPasses() {
        assertThat(Suite.run(new HeldWorkload(GoodWorkload::new))
                        .requirePassed()
                        .unproved())
                .isEmpty();
    }

    @Test
    void aWorkloadThatClaimsLittleAndDoesLittlePasses() {
        Suite.run(new HeldWorkload(Modest::new)).requirePassed();
    }

    @Test
    void aWorkloadThatRefusesWhatItDoesNotClaimPasses() {
        Suite.run(new HeldWorkload(Refusing::new)).requirePassed();
    }

    @Test
    void whatCannotBeTriedIsReported() {
        Suite suite = Suite.run(new WorkloadContract() {
            private GoodWorkload last = new GoodWorkload();

            @Override
            protected Workload workload() {
                last = new GoodWorkload();
                return last;
            }

            @Override
            protected void push() {
                last.push();
            }
        });

        assertThat(suite.requirePassed().unproved())
                .containsExactlyInAnyOrder(
                        "whether the primary runs what is said was not looked at: override primaryRuns()",
                        "outages were not tried: override outage(boolean)",
                        "its texts were not looked at: override secrets()");
    }

    @Test
    void aWorkloadThatObservesACachePasses() {
        Suite.run(new HeldWorkload(Cached::new)).requirePassed();
    }

    @TestFactory
    Stream<DynamicTest> everyWorkloadThatPromotesWrongIsCaught() {
        return Stream.of(
                caught(
                        "promotes what was pushed last",
                        "promoting runs exactly the pinned revision, whatever was pushed meanwhile",
                        () -> new GoodWorkload() {
                            @Override
                            public void promote(Revision wanted, Call call) throws Exception {
                                super.promote(wanted, call);
                                primary = Optional.of(target);
                            }
                        }),
                caught(
                        "promotes what it never kept",
                        "a revision that was never pinned is refused as GONE and the primary stays",
                        () -> new GoodWorkload() {
                            @Override
                            void requirePinned(Revision revision) {}
                        }),
                caught(
                        "pins what is not there",
                        "a revision that the target does not have is refused as GONE when it is to be pinned",
                        () -> new GoodWorkload() {
                            @Override
                            public void pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
                                pinned.add(revision);
                                super.pin(revision, alsoKeep, call);
                            }
                        }),
                caught(
                        "keeps one revision only",
                        "a revision that is kept can be promoted again",
                        () -> new GoodWorkload() {
                            @Override
                            public void pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
                                super.pin(revision, List.of(), call);
                            }
                        }),
                caught("can pin only once", "pinning twice is as good as once", () -> new GoodWorkload() {
                    @Override
                    public void pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
                        if (pinned.contains(revision)) {
                            throw new PlugException(PlugException.Kind.CONFLICT, "it is there already");
                        }
                        super.pin(revision, alsoKeep, call);
                    }
                }),
                caught(
                        "updates a primary that it only prepares",
                        "preparing changes no existing primary",
                        () -> new GoodWorkload() {
                            @Override
                            public void prepare(Revision wanted, Call call) throws Exception {
                                promote(wanted, call);
                            }
                        }),
                caught(
                        "makes the primary of the template",
                        "preparing makes a primary of the pinned revision, whatever was pushed meanwhile",
                        () -> new GoodWorkload() {
                            @Override
                            public void prepare(Revision wanted, Call call) throws Exception {
                                super.prepare(wanted, call);
                                primary = Optional.of(target);
                            }
                        }),
                caught(
                        "is refused the second promotion",
                        "promoting twice is as good as once",
                        () -> new GoodWorkload() {
                            @Override
                            public void promote(Revision wanted, Call call) throws Exception {
                                if (call.attempt() > 1) {
                                    throw new PlugException(PlugException.Kind.CONFLICT, "done already");
                                }
                                super.promote(wanted, call);
                            }
                        }),
                caught(
                        "says that it runs the pinned revision, and runs the template",
                        "the primary runs the bytes that were pinned, whatever was pushed meanwhile",
                        () -> new GoodWorkload() {
                            @Override
                            public void promote(Revision wanted, Call call) throws Exception {
                                super.promote(wanted, call);
                                running = "bytes of " + target;
                            }
                        }),
                caught("names revisions after the moment", "observing changes nothing", () -> new GoodWorkload() {
                    @Override
                    public WorkloadState observe(Call call) throws Exception {
                        target = new Revision("v" + ++pushes);
                        return super.observe(call);
                    }
                }),
                caught("counts its own marks as a push", NAME, () -> new GoodWorkload() {
                    @Override
                    public void promote(Revision wanted, Call call) throws Exception {
                        super.promote(wanted, call);
                        push();
                    }
                }),
                caught("names revisions after the number of replicas", NAME, () -> new GoodWorkload() {
                    @Override
                    public void scaleCanary(boolean up, Revision wanted, Call call) throws Exception {
                        push();
                        super.scaleCanary(up, wanted, call);
                    }
                }),
                caught("counts its own hold as a push", NAME, () -> new GoodWorkload() {
                    @Override
                    public void hold(boolean hold, Call call) throws Exception {
                        super.hold(hold, call);
                        push();
                    }
                }),
                caught("sees no push", "a push shows as another revision of the target", () -> new GoodWorkload() {
                    @Override
                    void push() {}
                }),
                caught(
                        "takes the target for its own primary",
                        "a target that nothing was done to has no primary",
                        () -> new GoodWorkload() {
                            @Override
                            WorkloadState state() {
                                primary = primary.or(() -> canary);
                                return super.state();
                            }
                        }));
    }

    /** Neither scales nor holds, and compares nothing. */
    private static final class Modest extends GoodWorkload {
        @Override
        public WorkloadTraits traits() {
            return WorkloadTraits.of();
        }

        @Override
        public void hold(boolean hold, Call call) {}

        @Override
        public void scaleCanary(boolean up, Revision wanted, Call call) {}

        @Override
        void fence(Call call) {}
    }

    /** Neither scales nor holds, and says so when it is asked. */
    private static final class Refusing extends GoodWorkload {
        @Override
        public WorkloadTraits traits() {
            return WorkloadTraits.of();
        }

        @Override
        public void hold(boolean hold, Call call) throws Exception {
            throw new PlugException(PlugException.Kind.UNSUPPORTED, "cannot be held");
        }

        @Override
        public void scaleCanary(boolean up, Revision wanted, Call call) throws Exception {
            throw new PlugException(PlugException.Kind.UNSUPPORTED, "cannot be scaled");
        }

        @Override
        void fence(Call call) {}
    }

    /** Observes through a cache, as those of Kubernetes do; the cache lags until it is waited for. */
    private static final class Cached extends GoodWorkload {
        private WorkloadState cache = state();

        @Override
        public WorkloadState observe(Call call) {
            return cache;
        }

        @Override
        void settle() {
            cache = state();
        }
    }
}
