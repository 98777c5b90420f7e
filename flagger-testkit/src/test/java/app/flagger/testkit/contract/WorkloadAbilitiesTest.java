package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.HeldWorkload.caught;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Workloads that are caught where they do not do what they claim, or take orders of an old owner. */
class WorkloadAbilitiesTest {
    private static final String LOWER = "a lower step is refused as CONFLICT and changes nothing: ";

    @TestFactory
    Stream<DynamicTest> everyWorkloadThatClaimsWrongIsCaught() {
        return Stream.of(
                caught(
                        "changes its mind about its traits",
                        "its traits are the same each time",
                        () -> new GoodWorkload() {
                            private int asked;

                            @Override
                            public WorkloadTraits traits() {
                                return ++asked % 2 == 0 ? WorkloadTraits.of() : super.traits();
                            }
                        }),
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
                caught(
                        "compares fences in silence",
                        "no lower fence is refused, which it does not claim",
                        () -> claiming(
                                WorkloadAbility.HOLD, WorkloadAbility.UPDATE_KEEPS_A_REPLICA, WorkloadAbility.SCALE)),
                caught(
                        "tells a watch that was closed",
                        "a watch can be closed, also twice, and then tells nothing more",
                        () -> new GoodWorkload() {
                            @Override
                            public Subscription watch(Runnable changed) {
                                super.watch(changed);
                                return Subscription.none();
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

    @TestFactory
    Stream<DynamicTest> everyWorkloadThatTakesOutagesBadlyIsCaught() {
        return Stream.of(
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
                        "takes an outage for a missing target",
                        "an observation in an outage fails as what may be repeated",
                        () -> new GoodWorkload() {
                            @Override
                            public WorkloadState observe(Call call) throws Exception {
                                if (line.isCut()) {
                                    throw new PlugException(PlugException.Kind.GONE, "not found");
                                }
                                return super.observe(call);
                            }
                        }),
                caught(
                        "is blind after an outage",
                        "an observation works again after an outage",
                        () -> new GoodWorkload() {
                            private boolean broken;

                            @Override
                            public WorkloadState observe(Call call) throws Exception {
                                broken |= line.isCut();
                                if (broken) {
                                    throw new PlugException(PlugException.Kind.TRANSIENT, "the connection is closed");
                                }
                                return super.observe(call);
                            }
                        }),
                caught("is lame after an outage", "a promotion works again after an outage", () -> new GoodWorkload() {
                    private boolean broken;

                    @Override
                    public void promote(Revision wanted, Call call) throws Exception {
                        broken |= line.isCut();
                        if (broken) {
                            throw new PlugException(PlugException.Kind.TRANSIENT, "the connection is closed");
                        }
                        super.promote(wanted, call);
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

    private static GoodWorkload claiming(WorkloadAbility... abilities) {
        return new GoodWorkload() {
            @Override
            public WorkloadTraits traits() {
                return WorkloadTraits.of(abilities);
            }
        };
    }
}
