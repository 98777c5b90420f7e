package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Counts;
import app.flagger.api.plug.Measurement.Missing;
import app.flagger.api.plug.Measurement.Value;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Canary;
import app.flagger.testkit.world.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MetricProviderContractTest {
    private static final String TIME = "the time of its answer is neither stale nor to come";
    private static final Instant NOW = VirtualClock.START;
    private static final Canary CANARY = Canaries.canary("metrics", analysis -> analysis.iterations(5));

    @Test
    void aGoodProviderPasses() {
        assertThat(Suite.run(new Held(new Good())).requirePassed().unproved()).isEmpty();
    }

    @Test
    void whatCannotBeTriedIsReported() {
        Suite suite = Suite.run(new MetricProviderContract() {
            @Override
            protected MetricProvider provider() {
                return new Good();
            }

            @Override
            protected MetricQuery known(Shape shape) {
                return query("known", shape);
            }
        });

        assertThat(suite.requirePassed().unproved()).hasSize(7);
    }

    @TestFactory
    Stream<DynamicTest> everyBrokenProviderIsCaught() {
        return Stream.of(
                caught("answers counts with a value", "it answers in this form", new Good() {
                    @Override
                    Measurement answer(MetricQuery query) {
                        return new Value(99.5, NOW);
                    }
                }),
                caught(
                        "claims no counts but gives them",
                        "COUNTS_OF_BOTH is not answered, which it does not claim",
                        new Good() {
                            @Override
                            public Set<Shape> shapes() {
                                return EnumSet.of(Shape.VALUE);
                            }
                        }),
                caught("claims nothing", "it claims some shape, the same ones each time", new Good() {
                    @Override
                    public Set<Shape> shapes() {
                        return EnumSet.noneOf(Shape.class);
                    }
                }),
                caught("answers 0 where there is nothing", "without data there is no number", new Good() {
                    @Override
                    Measurement missing(Why why) {
                        return why == Why.NO_DATA ? new Value(0, NOW) : super.missing(why);
                    }
                }),
                caught(
                        "answers 100 to what it does not understand",
                        "a query that cannot be understood is said to be so",
                        new Good() {
                            @Override
                            Measurement missing(Why why) {
                                return why == Why.BAD_QUERY ? new Value(100, NOW) : super.missing(why);
                            }
                        }),
                caught(
                        "takes a bad query for no data",
                        "a query that cannot be understood is said to be so",
                        new Good() {
                            @Override
                            Measurement missing(Why why) {
                                return super.missing(why == Why.BAD_QUERY ? Why.NO_DATA : why);
                            }
                        }),
                caught(
                        "takes a bad query for an outage",
                        "a query that cannot be understood is said to be so",
                        new Good() {
                            @Override
                            public Measurement query(MetricQuery query, Call call) throws Exception {
                                if (query.metric().equals("malformed")) {
                                    throw new IOException("400");
                                }
                                return super.query(query, call);
                            }
                        }),
                caught("stays broken", "a query works again after an outage", new Good() {
                    private boolean broken;

                    @Override
                    public Measurement query(MetricQuery query, Call call) throws Exception {
                        broken |= line.isCut();
                        return broken ? missing(Why.UNAVAILABLE) : super.query(query, call);
                    }
                }),
                caught("takes the first of several series", "several series are not one number", new Good() {
                    @Override
                    Measurement missing(Why why) {
                        return why == Why.SEVERAL_SERIES ? new Value(1, NOW) : super.missing(why);
                    }
                }),
                caught("hands NaN on", "what is no number is not taken for one", new Good() {
                    @Override
                    Measurement missing(Why why) {
                        return why == Why.NOT_A_NUMBER ? new Value(Double.NaN, NOW) : super.missing(why);
                    }
                }),
                caught(
                        "answers a share in place of percent",
                        "it answers with the number that is expected",
                        new Good() {
                            @Override
                            Measurement answer(MetricQuery query) {
                                return query.shape() == Shape.VALUE ? new Value(0.995, NOW) : super.answer(query);
                            }
                        }),
                caught("is infinite", "it answers in this form", new Good() {
                    @Override
                    Measurement answer(MetricQuery query) {
                        return query.shape() == Shape.VALUE
                                ? new Value(Double.POSITIVE_INFINITY, NOW)
                                : super.answer(query);
                    }
                }),
                caught("turns windows round", "it answers in this form", new Good() {
                    @Override
                    Measurement answer(MetricQuery query) {
                        return query.shape() == Shape.VALUE
                                ? super.answer(query)
                                : new Counts(10, 0, 10, 0, NOW, NOW.minusSeconds(60));
                    }
                }),
                caught("takes seconds for milliseconds", TIME, at(Instant.ofEpochMilli(NOW.getEpochSecond()))),
                caught("takes milliseconds for seconds", TIME, at(Instant.ofEpochSecond(NOW.toEpochMilli()))),
                caught("answers once", "it answers the same query again", new Good() {
                    private int asked;

                    @Override
                    Measurement answer(MetricQuery query) {
                        return ++asked % 2 == 1 ? super.answer(query) : missing(Why.NO_DATA);
                    }
                }),
                caught(
                        "mixes queries up that come at once",
                        "queries at once are answered as one after another",
                        new Mixing()),
                caught(
                        "keeps the last answer for outages",
                        "a query in an outage fails as what may be repeated",
                        new Good() {
                            @Override
                            public Measurement query(MetricQuery query, Call call) throws Exception {
                                return line.isCut() ? answer(query) : super.query(query, call);
                            }
                        }),
                caught("takes an outage for no data", "a query in an outage fails as what may be repeated", new Good() {
                    @Override
                    public Measurement query(MetricQuery query, Call call) throws Exception {
                        return line.isCut() ? missing(Why.NO_DATA) : super.query(query, call);
                    }
                }),
                caught("tells its key", "a query in an outage fails as what may be repeated", new Good() {
                    @Override
                    public Measurement query(MetricQuery query, Call call) throws Exception {
                        return line.isCut()
                                ? new Missing(Why.UNAVAILABLE, "no answer for key hush-hush")
                                : super.query(query, call);
                    }
                }),
                caught(
                        "tells its key when it is asked nonsense",
                        "a query that cannot be understood is said to be so",
                        new Good() {
                            @Override
                            public Measurement query(MetricQuery query, Call call) throws Exception {
                                if (query.metric().equals("malformed")) {
                                    throw new PlugException(
                                            PlugException.Kind.UNSUPPORTED, "bad query with key hush-hush");
                                }
                                return super.query(query, call);
                            }
                        }),
                caught("shows its key", "its texts name no secret", new Good() {
                    @Override
                    public String toString() {
                        return "provider with key hush-hush";
                    }
                }));
    }

    private static Good at(Instant time) {
        return new Good() {
            @Override
            Measurement answer(MetricQuery query) {
                return query.shape() == Shape.VALUE ? new Value(99.5, time) : super.answer(query);
            }
        };
    }

    private static DynamicTest caught(String flaw, String by, Good provider) {
        return Suite.caught(flaw, by, new Held(provider));
    }

    private static MetricQuery query(String metric, Shape shape) {
        MetricQuery.Builder query = MetricQuery.builder();
        query.metric(metric).canary(CANARY).shape(shape).interval(Duration.ofMinutes(1));
        return query.build();
    }

    private static class Good implements MetricProvider {
        final Line line = new Line();

        @Override
        public Set<Shape> shapes() {
            return EnumSet.allOf(Shape.class);
        }

        @Override
        public Measurement query(MetricQuery query, Call call) throws Exception {
            line.use(call);
            return switch (query.metric()) {
                case "known" -> answer(query);
                case "malformed" -> missing(Why.BAD_QUERY);
                case "several" -> missing(Why.SEVERAL_SERIES);
                case "nan" -> missing(Why.NOT_A_NUMBER);
                default -> missing(Why.NO_DATA);
            };
        }

        Measurement answer(MetricQuery query) {
            return query.shape() == Shape.VALUE
                    ? new Value(99.5, NOW)
                    : new Counts(900, 4, 100, 1, NOW.minusSeconds(60), NOW);
        }

        Measurement missing(Why why) {
            return new Missing(why, "there is no number");
        }
    }

    /** Keeps the query in a field while it is answered. */
    private static final class Mixing extends Good {
        private final Meeting meeting = new Meeting();
        private volatile Optional<MetricQuery> asked = Optional.empty();

        @Override
        public Measurement query(MetricQuery query, Call call) throws Exception {
            asked = Optional.of(query);
            // Until the others have asked as well.
            meeting.of(8);
            return super.query(asked.orElseThrow(), call);
        }
    }

    private static final class Held extends MetricProviderContract {
        private final Good provider;

        Held(Good provider) {
            this.provider = provider;
        }

        @Override
        protected MetricProvider provider() {
            return provider;
        }

        @Override
        protected MetricQuery known(Shape shape) {
            return query("known", shape);
        }

        @Override
        protected Optional<Double> expected() {
            return Optional.of(99.5);
        }

        @Override
        protected Optional<MetricQuery> withoutData() {
            return Optional.of(query("unknown", Shape.VALUE));
        }

        @Override
        protected Optional<MetricQuery> malformed() {
            return Optional.of(query("malformed", Shape.VALUE));
        }

        @Override
        protected Optional<MetricQuery> severalSeries() {
            return Optional.of(query("several", Shape.VALUE));
        }

        @Override
        protected Optional<MetricQuery> notANumber() {
            return Optional.of(query("nan", Shape.VALUE));
        }

        @Override
        protected void outage(boolean on) {
            provider.line.cut(on);
        }

        @Override
        protected List<String> secrets() {
            return List.of("hush-hush");
        }
    }
}
