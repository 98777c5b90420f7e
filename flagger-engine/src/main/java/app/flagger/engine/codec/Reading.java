package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Collects what is wrong while a tree is turned into a value, so that all of it is reported together. Used for one text and by
 * one thread.
 */
public final class Reading {
    /** More flaws than this help nobody; they are counted. */
    private static final int MOST_FLAWS = 500;

    private final boolean strict;
    private final NameCheck names;
    private final List<Flaw> flaws = new ArrayList<>();
    private final List<Flaw> warnings = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private int left;
    private int hidden;

    /** A field that is wrong or missing: rules of a whole that mention it cannot be judged. */
    private record Doubt(String parent, String name) {}

    /**
     * @param strict whether unknown fields are flaws; otherwise they are warnings
     * @param names which names are legal
     */
    public Reading(boolean strict, NameCheck names) {
        this.strict = strict;
        this.names = names;
    }

    /** Takes any name and keeps unknown fields. */
    public static Reading lenient() {
        return new Reading(false, NameCheck.any());
    }

    /** What is wrong so far. */
    public List<Flaw> flaws() {
        if (left == 0) {
            return List.copyOf(flaws);
        }
        List<Flaw> all = new ArrayList<>(flaws);
        all.add(new Flaw(1, 1, "", "", "and " + left + " more problems"));
        return all;
    }

    /** What is legal but worth a warning. */
    public List<Flaw> warnings() {
        return List.copyOf(warnings);
    }

    /** Another resource begins: what is wrong with the one before explains nothing here. */
    void resource() {
        doubts.clear();
    }

    /** Adds what is wrong with the text itself. */
    public void add(Flaw flaw) {
        if (flaws.size() < MOST_FLAWS) {
            flaws.add(flaw);
        } else {
            left++;
        }
    }

    /** Adds a warning. */
    public void warn(Flaw warning) {
        if (warnings.size() < MOST_FLAWS) {
            warnings.add(warning);
        }
    }

    /**
     * The value of a tree.
     *
     * @throws InvalidResource if anything is wrong, with the path of each field
     */
    static <T> T orThrow(String what, Node node, Codec<T> codec) {
        Reading reading = lenient();
        Optional<T> value = codec.read(node, Place.root(node), reading);
        reading.throwIfAny(what);
        return value.orElseThrow();
    }

    void throwIfAny(String what) {
        if (!flaws.isEmpty()) {
            throw invalid(what, flaws());
        }
    }

    /** The flaws of a text that only programs write, as one exception. */
    static InvalidResource invalid(String what, List<Flaw> flaws) {
        List<Problem> problems = new ArrayList<>();
        for (Flaw flaw : flaws) {
            problems.add(new Problem(flaw.path().isEmpty() ? what : flaw.path(), flaw.value(), flaw.message()));
        }
        return new InvalidResource(what, problems);
    }

    void wrong(Place at, Node found, String message) {
        wrong(at, found.excerpt(), message);
    }

    void wrong(Place at, String value, String message) {
        add(new Flaw(at.line(), at.column(), at.path(), hidden > 0 ? "" : value, message));
    }

    void warn(Place at, String value, String message) {
        warn(new Flaw(at.line(), at.column(), at.path(), hidden > 0 ? "" : value, message));
    }

    void missing(Place parent, String name) {
        wrong(parent.missing(name), "", "must be given");
        doubt(parent, name);
    }

    void unknown(Place parent, Place at, String name, Collection<String> known) {
        Optional<String> meant = Suggestions.nearest(name, known);
        String message =
                "unknown field" + meant.map(m -> "; did you mean " + m + "?").orElse("");
        if (strict) {
            wrong(at, "", message);
            meant.ifPresent(m -> doubt(parent, m));
        } else {
            warn(at, "", message);
        }
    }

    void doubt(Place parent, String name) {
        doubts.add(new Doubt(parent.path(), name));
    }

    void name(NameKind kind, String name, Place at) {
        Optional<Collection<String>> known = names.known(kind);
        if (known.isPresent() && !known.get().contains(name)) {
            Optional<String> meant = Suggestions.nearest(name, known.get());
            wrong(
                    at,
                    name,
                    "unknown " + kind.words()
                            + meant.map(m -> "; did you mean " + m + "?")
                                    .orElse("; known are " + String.join(", ", known.get())));
        }
    }

    /** Reads a part whose values must not be seen. */
    <T> T hiding(Supplier<T> part) {
        hidden++;
        try {
            return part.get();
        } finally {
            hidden--;
        }
    }

    /**
     * Adds a rule that a whole breaks, unless it only follows from a field that is already reported: the rule is about that
     * field or its parts, or is about a whole above it and mentions it.
     */
    void broken(Place at, String value, String message) {
        String path = at.path();
        for (Doubt doubt : doubts) {
            String field = doubt.parent.isEmpty() ? doubt.name : doubt.parent + "." + doubt.name;
            boolean about = within(path, field);
            boolean mentions = within(doubt.parent, path) && mentions(message, doubt.name);
            if (about || mentions) {
                return;
            }
        }
        wrong(at, value, message);
    }

    private static boolean within(String path, String whole) {
        return path.equals(whole)
                || whole.isEmpty()
                || path.startsWith(whole) && (path.charAt(whole.length()) == '.' || path.charAt(whole.length()) == '[');
    }

    private static boolean mentions(String message, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                .matcher(message)
                .find();
    }
}
