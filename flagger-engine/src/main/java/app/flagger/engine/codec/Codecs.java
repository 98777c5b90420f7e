package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import app.flagger.api.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The forms of plain values, lists and maps. */
final class Codecs {
    /** A text. */
    static final Codec<String> TEXT = new Leaf<>(Codecs::readText, Scalar::text);

    /** True or false. */
    static final Codec<Boolean> FLAG = new Leaf<>(Codecs::readFlag, Scalar::flag);

    /** A whole number of 32 bits. */
    static final Codec<Integer> WHOLE = new Leaf<>(Codecs::readWhole, number -> Scalar.whole(number));

    /** A whole number of 64 bits. */
    static final Codec<Long> LONG = new Leaf<>(Codecs::readLong, Scalar::whole);

    /** A finite number; a whole one is written without a decimal point. */
    static final Codec<Double> NUMBER = new Leaf<>(Codecs::readNumber, Codecs::writeNumber);

    /** A Go duration. */
    static final Codec<Duration> DURATION = new Leaf<>(Times::readDuration, Times::writeDuration);

    /** A duration in whole seconds. */
    static final Codec<Duration> SECONDS = new Leaf<>(Times::readSeconds, Times::writeSeconds);

    /** A point in time, ISO 8601. */
    static final Codec<Instant> INSTANT = new Leaf<>(
            parsed(Times::instant, "must be a time, as 2024-05-01T12:00:00Z"), i -> Scalar.text(i.toString()));

    /** A tree of plain values. */
    static final Codec<Settings> SETTINGS = new SettingsCodec();

    private Codecs() {}

    /** A text that is refused, with {@code message}, where {@code parse} gives nothing. */
    static <T> Codec<T> parsed(Function<String, Optional<T>> parse, String message, Function<T, String> format) {
        return new Leaf<>(parsed(parse, message), value -> Scalar.text(format.apply(value)));
    }

    private static <T> Function<Found, Optional<T>> parsed(Function<String, Optional<T>> parse, String message) {
        return found -> readText(found).flatMap(text -> {
            Optional<T> value = parse.apply(text);
            if (value.isEmpty()) {
                found.wrong(message);
            }
            return value;
        });
    }

    /** One of the constants, by its name on the wire. */
    static <E extends Enum<E>> Codec<E> choice(Class<E> type, Function<E, String> wireName) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        List<String> names = constants.stream().map(wireName).toList();
        String all = "must be one of "
                + String.join(", ", names.stream().filter(n -> !n.isEmpty()).toList());
        return new Leaf<>(
                found -> readText(found).flatMap(text -> {
                    int index = names.indexOf(text);
                    if (index < 0) {
                        found.wrong(all + Suggestions.question(text, names));
                        return Optional.empty();
                    }
                    return Optional.of(constants.get(index));
                }),
                value -> Scalar.text(wireName.apply(value)));
    }

    /** The same form, read a second time by a rule that may add flaws or warnings and give another value. */
    static <T> Codec<T> checked(Codec<T> codec, BiFunction<T, Found, T> rule) {
        return new Wrapped<>(codec) {
            @Override
            public Optional<T> read(Node node, Place at, Reading reading) {
                return codec.read(node, at, reading).map(value -> rule.apply(value, new Found(node, at, reading)));
            }
        };
    }

    /** The same form, in which an empty text has a meaning of its own. */
    static <T> Codec<T> emptyMeans(T meaning, Codec<T> codec) {
        return new Wrapped<>(codec) {
            @Override
            public Optional<T> read(Node node, Place at, Reading reading) {
                boolean empty = new Found(node, at, reading)
                        .scalar(Scalar.Kind.TEXT)
                        .filter(scalar -> scalar.text().isEmpty())
                        .isPresent();
                return empty ? Optional.of(meaning) : codec.read(node, at, reading);
            }
        };
    }

    /** A text that names something registered. */
    static Codec<String> name(NameKind kind) {
        return checked(TEXT, (name, found) -> {
            found.reading.name(kind, name, found.at);
            return name;
        });
    }

    /** The same form, whose values no message may quote. */
    static <T> Codec<T> hidden(Codec<T> codec) {
        return new Wrapped<>(codec) {
            @Override
            public Optional<T> read(Node node, Place at, Reading reading) {
                return reading.hiding(() -> codec.read(node, at, reading));
            }
        };
    }

    /** The same tree for another type. */
    static <T, U> Codec<U> mapped(Codec<T> codec, Function<T, U> to, Function<U, T> from) {
        return new Codec<>() {
            @Override
            public Optional<U> read(Node node, Place at, Reading reading) {
                return codec.read(node, at, reading).flatMap(value -> {
                    try {
                        return Optional.of(to.apply(value));
                    } catch (InvalidResource e) {
                        e.problems().forEach(problem -> reading.wrong(at, problem.value(), problem.message()));
                        return Optional.empty();
                    }
                });
            }

            @Override
            public Node write(U value) {
                return codec.write(from.apply(value));
            }
        };
    }

    /** The wire name of a constant whose wire name is its own in lower case. */
    static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <T> Codec<List<T>> list(Codec<T> item) {
        return new ListCodec<>(item);
    }

    static <T> Codec<Map<String, T>> map(Codec<T> value) {
        return new MapCodec<>(value);
    }

    /** A node that is being read, with its place. */
    record Found(Node node, Place at, Reading reading) {
        void wrong(String message) {
            reading.wrong(at, node, message);
        }

        void warn(String message) {
            reading.warn(at, node.excerpt(), message);
        }

        Optional<Scalar> scalar(Scalar.Kind kind) {
            return node instanceof Scalar scalar && scalar.kind() == kind ? Optional.of(scalar) : Optional.empty();
        }

        /** The end of a message about a text that would be of this kind without its quotes. */
        String unquoted(Scalar.Kind kind) {
            return scalar(Scalar.Kind.TEXT)
                    .map(Scalar::text)
                    .filter(text -> Scalar.kindOf(text) == kind)
                    .map(text -> ", without quotes")
                    .orElse("");
        }

        /** The end of a message about a whole number that is written with a decimal point. */
        String rounded() {
            return scalar(Scalar.Kind.NUMBER)
                    .map(Scalar::asDouble)
                    .filter(number -> number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE)
                    .map(number -> ", as " + number.longValue())
                    .orElse("");
        }
    }

    private record Leaf<T>(Function<Found, Optional<T>> reader, Function<T, Scalar> writer) implements Codec<T> {
        @Override
        public Optional<T> read(Node node, Place at, Reading reading) {
            return reader.apply(new Found(node, at, reading));
        }

        @Override
        public Node write(T value) {
            return writer.apply(value);
        }
    }

    /** A form that differs from another in reading only. */
    private abstract static class Wrapped<T> implements Codec<T> {
        private final Codec<T> codec;

        Wrapped(Codec<T> codec) {
            this.codec = codec;
        }

        @Override
        public Node write(T value) {
            return codec.write(value);
        }

        @Override
        public Node merge(Node old, T before, T after, Keep keep) {
            return codec.merge(old, before, after, keep);
        }

        @Override
        public Optional<String> identity(T value) {
            return codec.identity(value);
        }
    }

    private static Optional<String> readText(Found found) {
        Optional<String> text = found.scalar(Scalar.Kind.TEXT).map(Scalar::text);
        if (text.isEmpty()) {
            boolean scalar = found.node instanceof Scalar;
            found.wrong(scalar ? "must be a text; put it in quotes" : "must be a text");
        }
        return text;
    }

    private static Optional<Boolean> readFlag(Found found) {
        Optional<Boolean> flag = found.scalar(Scalar.Kind.FLAG).map(Scalar::isTrue);
        if (flag.isEmpty()) {
            found.wrong("must be true or false" + found.unquoted(Scalar.Kind.FLAG));
        }
        return flag;
    }

    private static Optional<Long> readLong(Found found) {
        Optional<Long> whole = found.scalar(Scalar.Kind.WHOLE).map(Scalar::asLong);
        if (whole.isEmpty()) {
            found.wrong("must be a whole number" + found.unquoted(Scalar.Kind.WHOLE) + found.rounded());
        }
        return whole;
    }

    static Optional<Integer> readWhole(Found found) {
        Optional<Long> whole = readLong(found);
        if (whole.isPresent() && whole.get() != whole.get().intValue()) {
            found.wrong("must be a whole number between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
            return Optional.empty();
        }
        return whole.map(Long::intValue);
    }

    static Optional<Double> readNumber(Found found) {
        Optional<Double> number = found.scalar(Scalar.Kind.WHOLE)
                .or(() -> found.scalar(Scalar.Kind.NUMBER))
                .map(Scalar::asDouble)
                .filter(Double::isFinite);
        if (number.isEmpty()) {
            String hint = found.unquoted(Scalar.Kind.WHOLE) + found.unquoted(Scalar.Kind.NUMBER);
            found.wrong(
                    found.scalar(Scalar.Kind.NUMBER).isPresent()
                            ? "must be a finite number"
                            : "must be a number" + hint);
        }
        return number;
    }

    private static Scalar writeNumber(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15 && Double.compare(number, -0.0) != 0;
        return whole ? Scalar.whole((long) number) : Scalar.number(number);
    }
}
