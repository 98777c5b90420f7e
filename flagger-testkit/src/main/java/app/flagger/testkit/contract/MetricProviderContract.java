package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Counts;
import app.flagger.api.plug.Measurement.Missing;
import app.flagger.api.plug.Measurement.Value;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What every {@link MetricProvider} must do: answer in the form that is asked for, and never make a number up. */
public abstract class MetricProviderContract extends PlugContract {
    /** By so much the clock of what is asked may be ahead. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** For subclasses. */
    protected MetricProviderContract() {}

    /** The provider; may be the same each time. */
    protected abstract MetricProvider provider() throws Exception;

    /** A query that has an answer, in this form if the provider claims it, else in any. */
    protected abstract MetricQuery known(Shape shape);

    /** What the value of {@link #known} for {@link Shape#VALUE} must be. */
    protected Optional<Double> expected() {
        return Optional.empty();
    }

    /** A good query for which there are no data. */
    protected Optional<MetricQuery> withoutData() {
        return Optional.empty();
    }

    /** A query that the provider cannot understand. */
    protected Optional<MetricQuery> malformed() {
        return Optional.empty();
    }

    /** A query with several series or rows where one value is expected. */
    protected Optional<MetricQuery> severalSeries() {
        return Optional.empty();
    }

    /** A query whose answer is no number. */
    protected Optional<MetricQuery> notANumber() {
        return Optional.empty();
    }

    @TestFactory
    @DisplayName("answers")
    final List<DynamicNode> answers() throws Exception {
        Set<Shape> shapes = provider().shapes();
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test("it claims some shape, the same ones each time", () -> {
            MetricProvider provider = provider();
            assertThat(provider.shapes()).isNotEmpty().isEqualTo(provider.shapes());
        }));
        for (Shape shape : Shape.values()) {
            tests.add(
                    shapes.contains(shape)
                            ? group(shape.name(), claimed(shape))
                            : test(shape + " is not answered, which it does not claim", () -> notClaimed(shape)));
        }
        tests.add(threads("queries at once are answered as one after another", this::atOnce));
        return tests;
    }

    @TestFactory
    @DisplayName("makes no number up")
    final List<DynamicNode> makesNoNumberUp() {
        return List.of(
                missing(
                        "withoutData()",
                        "without data there is no number",
                        withoutData(),
                        Why.NO_DATA,
                        Why.TOO_FEW,
                        Why.STALE),
                missing(
                        "malformed()",
                        "a query that cannot be understood is said to be so",
                        malformed(),
                        Why.BAD_QUERY),
                missing("severalSeries()", "several series are not one number", severalSeries(), Why.SEVERAL_SERIES),
                missing(
                        "notANumber()",
                        "what is no number is not taken for one",
                        notANumber(),
                        Why.NOT_A_NUMBER,
                        Why.NO_DATA));
    }

    @TestFactory
    @DisplayName("survives outages")
    final List<DynamicNode> survivesOutages() throws Exception {
        Shape shape = first();
        List<DynamicNode> tests = new ArrayList<>(outages(List.of(new Deed(
                "a query",
                () -> {
                    MetricProvider provider = provider();
                    MetricQuery query = known(shape);
                    return new Deed.Ready(key(), call -> provider.query(query, call), call -> {
                        Measurement answer = provider.query(query, call);
                        if (answer instanceof Missing missing) {
                            throw new IOException("still " + missing);
                        }
                        return answer;
                    });
                },
                answer -> answer instanceof Missing missing
                        && missing.why() == Why.UNAVAILABLE
                        && secretFree(missing)))));
        tests.add(secrecy(this::provider));
        return tests;
    }

    private List<DynamicNode> claimed(Shape shape) {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test("the time of its answer is neither stale nor to come", () -> requireRecent(shape)));
        tests.add(test("it answers in this form", () -> requireForm(shape, ask(known(shape)))));
        tests.add(test("it answers the same query again", () -> {
            requireForm(shape, ask(known(shape)));
            requireForm(shape, ask(known(shape)));
        }));
        if (shape == Shape.VALUE && expected().isPresent()) {
            tests.add(test(
                    "it answers with the number that is expected",
                    () -> assertThat(ask(known(shape)))
                            .isInstanceOfSatisfying(
                                    Value.class,
                                    value -> assertThat(value.value())
                                            .isEqualTo(expected().get()))));
        } else if (shape == Shape.VALUE) {
            tests.add(untried("whether the number is right was not tried: override expected()"));
        }
        return tests;
    }

    private void notClaimed(Shape shape) throws Exception {
        try {
            Measurement answer = ask(known(shape));
            assertThat(inForm(shape, answer))
                    .as("%s was answered: claim %s", answer, shape)
                    .isFalse();
        } catch (PlugException | IOException refused) {
            // Refusing is right; requireSecrecy looks at the text.
            requireSecrecy(refused);
        }
    }

    private void atOnce() throws Exception {
        Shape shape = first();
        MetricProvider provider = provider();
        List<PlugBody> bodies = new ArrayList<>();
        List<CancelableCall> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            MetricQuery query = i % 2 == 0 ? known(shape) : withoutData().orElse(known(shape));
            bodies.add(call -> provider.query(query, call));
            calls.add(call(key()));
        }
        List<Attempt.Outcome> outcomes = Crowd.run(calls, patience(), bodies);
        for (int i = 0; i < outcomes.size(); i++) {
            Attempt.Outcome outcome = outcomes.get(i);
            if (outcome.thrown() != null && (i % 2 == 0 || withoutData().isEmpty())) {
                throw failure("a query failed beside others", outcome.thrown());
            }
            boolean answered = inForm(shape, outcome.answer());
            assertThat(answered)
                    .as("whether query %d has a number", i)
                    .isEqualTo(i % 2 == 0 || withoutData().isEmpty());
        }
    }

    private DynamicNode missing(String override, String sentence, Optional<MetricQuery> query, Why... admitted) {
        if (query.isEmpty()) {
            return untried(sentence + " (not tried: override " + override + ")");
        }
        return test(sentence, () -> {
            Measurement answer;
            try {
                answer = ask(query.get());
            } catch (PlugException | IOException refused) {
                requireSecrecy(refused);
                boolean bad = List.of(admitted).contains(Why.BAD_QUERY);
                assertThat(bad && isRepeated(refused))
                        .as("%s says that a bad query may work when it is repeated", refused)
                        .isFalse();
                return;
            }
            if (answer instanceof Missing missing) {
                assertThat(missing.why()).isIn((Object[]) admitted);
                assertThat(missing.detail()).isNotBlank();
                requireSecrecy(missing);
            } else {
                fail("there is no number, and the provider answered %s", answer);
            }
        });
    }

    private Measurement ask(MetricQuery query) throws Exception {
        Measurement answer = provider().query(query, call(query.canary().key()));
        assertThat(answer).as("the answer").isNotNull();
        return answer;
    }

    /** The engine takes for stale what is older than two intervals. */
    private void requireRecent(Shape shape) throws Exception {
        MetricQuery query = known(shape);
        Measurement answer = ask(query);
        requireForm(shape, answer);
        Instant at = answer instanceof Counts counts ? counts.to() : ((Value) answer).at();
        assertThat(at)
                .as("the time of %s; override now() if the provider knows another time than that", answer)
                .isBetween(now().minus(query.interval().multipliedBy(2)), now().plus(SKEW));
    }

    private static void requireForm(Shape shape, Measurement answer) {
        assertThat(inForm(shape, answer))
                .as("%s is in the form %s", answer, shape)
                .isTrue();
        if (answer instanceof Value value) {
            assertThat(Double.isFinite(value.value()))
                    .as("%s is a finite number", value)
                    .isTrue();
        }
        if (answer instanceof Counts counts) {
            assertThat(counts.from())
                    .as("start of the window, which ends at %s", counts.to())
                    .isBefore(counts.to());
        }
    }

    private static boolean inForm(Shape shape, @Nullable Object answer) {
        return switch (shape) {
            case VALUE -> answer instanceof Value;
            case COUNTS_OF_BOTH -> answer instanceof Counts;
        };
    }

    private boolean secretFree(Missing missing) {
        requireSecrecy(missing);
        return true;
    }

    private Shape first() throws Exception {
        return provider().shapes().stream().findFirst().orElse(Shape.VALUE);
    }

    private CanaryKey key() throws Exception {
        return known(first()).canary().key();
    }
}
