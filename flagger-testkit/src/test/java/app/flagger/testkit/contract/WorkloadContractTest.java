package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WorkloadContractTest {
    private static final String NAME = "no order changes the name of the target's revision";
    private static final String LOWER = "a lower step is refused as CONFLICT and changes nothing: ";

    @Test
    void aGoodWorkloadPasses() {
        assertThat(Suite.run(new Held(GoodWorkload::new)).requirePassed().unproved())
                .isEmpty();
    }

    @Test
    void aWorkloadThatClaimsLittleAndDoesLittlePasses() {
        Suite.run(new Held(Modest::new)).requirePassed();
    }

    @Test
    void aWorkloadThatRefusesWhatItDoesNotClaimPasses() {
        Suite.run(new Held(Refusing::new)).requirePassed();
    }

    @Test
    void whatCannotBeTriedIsReported() {
        Suite suite = Suite.run(new WorkloadContract() {
            private GoodWorkload last = new GoodWorkload();

            @Override
            protected Workload workload() {
                last = new GoodWorkload() {
                    @Override
                    void admit(Call call) {}
                };
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
        Suite.run(new Held(Cached::new)).requirePassed();
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

    @TestFactory
    Stream<DynamicTest> everyWorkloadThatClaimsWrongIsCaught() {
        return Stream.of(
                caught(
                        "scales in silence",
                        "the canary is not scaled, which it does not claim",
                        () -> claiming(WorkloadAbility.HOLD)),
                caught(
                        "holds in silence",
                        "nothing is held, which it does not claim",
                        () -> claiming(WorkloadAbility.SCALE)),
                caught(
                        "does not scale to zero",
                        "scaled to zero the canary has no replica and no revision",
                        () -> new GoodWorkload() {
                            @Override
                            public void scaleCanary(boolean up, Revision wanted, Call call) throws Exception {
                                super.scaleCanary(true, wanted, call);
                            }
                        }),
                caught(
                        "scales the primary too",
                        "scaling the canary leaves the primary alone",
                        () -> new GoodWorkload() {
                            @Override
                            public void scaleCanary(boolean up, Revision wanted, Call call) throws Exception {
                                super.scaleCanary(up, wanted, call);
                                primary = up ? primary : Optional.empty();
                            }
                        }),
                caught(
                        "scales an old revision up",
                        "scaled up the canary runs the pinned revision",
                        () -> new GoodWorkload() {
                            @Override
                            public void scaleCanary(boolean up, Revision wanted, Call call) throws Exception {
                                super.scaleCanary(up, wanted, call);
                                canary = up ? primary : Optional.empty();
                            }
                        }),
                caught(
                        "says it holds but does not",
                        "while it is held a push changes the template, not what runs",
                        () -> new GoodWorkload() {
                            @Override
                            void follow() {
                                canary = canary.map(any -> target);
                            }
                        }),
                caught(
                        "does not follow once released",
                        "once it is released it runs its template",
                        () -> new GoodWorkload() {
                            @Override
                            public void hold(boolean hold, Call call) throws Exception {
                                super.hold(true, call);
                                held = hold;
                            }
                        }),
                caught(
                        "takes the primary down to update it",
                        "the primary has an available replica whenever it is looked at during its update",
                        () -> new GoodWorkload() {
                            private boolean updating;

                            @Override
                            public void promote(Revision wanted, Call call) throws Exception {
                                super.promote(wanted, call);
                                updating = true;
                            }

                            @Override
                            Replicas replicas(Optional<Revision> runs) {
                                return updating && runs.equals(primary) ? Replicas.of(2, 0) : super.replicas(runs);
                            }
                        }),
                caught(
                        "takes the primary down for a moment",
                        "the primary has an available replica whenever it is looked at during its update",
                        () -> new GoodWorkload() {
                            private boolean updating;

                            @Override
                            public void promote(Revision wanted, Call call) throws Exception {
                                super.promote(wanted, call);
                                updating = true;
                            }

                            @Override
                            void settle() {
                                if (updating) {
                                    Optional<Revision> up = primary;
                                    primary = Optional.empty();
                                    changed();
                                    primary = up;
                                    changed();
                                    updating = false;
                                }
                            }
                        }),
                caught(
                        "gives nothing back",
                        "the target is up as its owner wrote it, and not held",
                        () -> new GoodWorkload() {
                            @Override
                            public void giveBack(Call call) {}
                        }),
                caught("stays held", "giving back twice is as good as once", () -> new GoodWorkload() {
                    @Override
                    public void giveBack(Call call) throws Exception {
                        super.giveBack(call);
                        held = true;
                    }
                }),
                Suite.caught(
                        "compares fences in silence",
                        "no lower fence is refused, which comparesFences() does not claim",
                        new Held(GoodWorkload::new) {
                            @Override
                            protected boolean comparesFences() {
                                return false;
                            }
                        }),
                caught(
                        "tells a watch that was closed",
                        "a watch can be closed, also twice, and then tells nothing more",
                        () -> new GoodWorkload() {
                            @Override
                            public Subscription watch(Runnable changed) {
                                super.watch(changed);
                                return Subscription.none();
                            }
                        }),
                caught("shows its token", "its texts name no secret", () -> new GoodWorkload() {
                    @Override
                    public String toString() {
                        return "workload with token hush-hush";
                    }
                }),
                caught(
                        "pretends to have promoted",
                        "a promotion in an outage fails as what may be repeated",
                        () -> new GoodWorkload() {
                            @Override
                            public void promote(Revision wanted, Call call) throws Exception {
                                if (!line.isCut()) {
                                    super.promote(wanted, call);
                                }
                            }
                        }),
                caught(
                        "takes an outage for a lost revision",
                        "a promotion in an outage fails as what may be repeated",
                        () -> new GoodWorkload() {
                            @Override
                            public void promote(Revision wanted, Call call) throws Exception {
                                if (line.isCut()) {
                                    throw new PlugException(PlugException.Kind.GONE, "not found");
                                }
                                super.promote(wanted, call);
                            }
                        }));
    }

    @TestFactory
    Stream<DynamicTest> everyWorkloadThatComparesFencesWrongIsCaught() {
        return Stream.of(
                caught("ignores fences", LOWER + "promoting", () -> new GoodWorkload() {
                    @Override
                    void fence(Call call) {}
                }),
                caught("lets an owner that was paused pin", LOWER + "pinning", () -> new GoodWorkload() {
                    @Override
                    public void pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
                        super.pin(revision, alsoKeep, latest(call));
                    }
                }),
                caught("lets an owner that was paused hold", LOWER + "holding", () -> new GoodWorkload() {
                    @Override
                    public void hold(boolean hold, Call call) throws Exception {
                        super.hold(hold, latest(call));
                    }
                }),
                caught("lets an owner that was paused scale", LOWER + "scaling to zero", () -> new GoodWorkload() {
                    @Override
                    public void scaleCanary(boolean up, Revision wanted, Call call) throws Exception {
                        super.scaleCanary(up, wanted, latest(call));
                    }
                }),
                caught("lets an owner that was paused give back", LOWER + "giving back", () -> new GoodWorkload() {
                    @Override
                    public void giveBack(Call call) throws Exception {
                        super.giveBack(latest(call));
                    }
                }),
                caught(
                        "compares steps without epochs",
                        "a lower epoch is refused as CONFLICT, however high its step is",
                        () -> new GoodWorkload() {
                            @Override
                            void fence(Call call) throws Exception {
                                if (call.fence().step() <= highest.step()) {
                                    super.fence(call);
                                }
                            }
                        }),
                caught(
                        "wants steps to rise from owner to owner",
                        "a higher epoch is taken, however low its step is",
                        () -> new GoodWorkload() {
                            @Override
                            void fence(Call call) throws Exception {
                                long before = highest.step();
                                super.fence(call);
                                if (call.fence().step() < before) {
                                    throw new PlugException(PlugException.Kind.CONFLICT, "an old step");
                                }
                            }
                        }));
    }

    private static GoodWorkload claiming(WorkloadAbility... abilities) {
        return new GoodWorkload() {
            @Override
            public WorkloadTraits traits() {
                return WorkloadTraits.of(abilities);
            }
        };
    }

    private static DynamicTest caught(String flaw, String by, Supplier<GoodWorkload> workload) {
        return Suite.caught(flaw, by, new Held(workload));
    }

    /** Neither scales nor holds. */
    private static final class Modest extends GoodWorkload {
        @Override
        public WorkloadTraits traits() {
            return WorkloadTraits.of();
        }

        @Override
        public void hold(boolean hold, Call call) {}

        @Override
        public void scaleCanary(boolean up, Revision wanted, Call call) {}
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

    private static class Held extends WorkloadContract {
        private final Supplier<GoodWorkload> fresh;
        private GoodWorkload last;

        Held(Supplier<GoodWorkload> fresh) {
            this.fresh = fresh;
            last = fresh.get();
        }

        @Override
        protected Workload workload() {
            last = fresh.get();
            return last;
        }

        @Override
        protected void push() {
            last.push();
        }

        @Override
        protected void settle() throws Exception {
            last.settle();
        }

        @Override
        protected Optional<String> primaryRuns() {
            return last.primary.map(any -> last.running);
        }

        @Override
        protected List<String> secrets() {
            return List.of("hush-hush");
        }

        @Override
        protected boolean comparesFences() {
            return true;
        }

        @Override
        protected void outage(boolean on) {
            last.line.cut(on);
        }
    }
}
