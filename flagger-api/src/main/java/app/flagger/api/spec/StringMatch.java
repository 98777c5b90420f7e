package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A condition on a text.
 *
 * @param kind how to compare
 * @param value what to compare with; a regular expression must match the whole text
 */
public record StringMatch(Kind kind, String value) {
    /** How to compare. */
    public enum Kind {
        /** Equal. */
        EXACT,
        /** Begins with. */
        PREFIX,
        /** Ends with. */
        SUFFIX,
        /** Matches as a whole. */
        REGEX
    }

    /** @throws app.flagger.api.InvalidResource if the regular expression cannot be read */
    public StringMatch {
        if (kind == Kind.REGEX) {
            try {
                Pattern.compile(value);
            } catch (PatternSyntaxException e) {
                Problems problems = new Problems();
                problems.add("regex", value, "must be a regular expression: " + e.getDescription());
                problems.throwIfAny("match");
            }
        }
    }

    /** Whether the condition holds for a text. */
    public boolean test(String text) {
        return switch (kind) {
            case EXACT -> text.equals(value);
            case PREFIX -> text.startsWith(value);
            case SUFFIX -> text.endsWith(value);
            case REGEX -> Pattern.compile(value).matcher(text).matches();
        };
    }
}
