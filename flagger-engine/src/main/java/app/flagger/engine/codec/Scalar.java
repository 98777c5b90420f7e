package app.flagger.engine.codec;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A text, number, truth value or null, with the text as it was written. What an unquoted text of YAML means follows the
 * reader that Kubernetes uses (go-yaml), so that a manifest means here what it means there: {@code on} is a truth value,
 * {@code 0x1f} a number, a date a text.
 */
public final class Scalar extends Node {
    /** What a scalar is. */
    public enum Kind {
        /** A text. */
        TEXT,
        /** A whole number that fits into 64 bits. */
        WHOLE,
        /** Any other number, also infinite or none. */
        NUMBER,
        /** True or false. */
        FLAG,
        /** Not given. */
        NULL
    }

    /** How a scalar is written in YAML. */
    public enum Style {
        /** Without quotes where that keeps the meaning. */
        PLAIN,
        /** In single quotes. */
        SINGLE,
        /** In double quotes. */
        DOUBLE,
        /** As a block that keeps its lines. */
        LITERAL,
        /** As a block whose lines are joined. */
        FOLDED
    }

    private static final List<String> NULLS = List.of("", "~", "null", "Null", "NULL");
    private static final List<String> TRUE = List.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");
    private static final List<String> FALSE = List.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF");
    private static final Pattern WHOLE =
            Pattern.compile("[-+]?(0|[1-9][0-9_]*|0[0-7_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|0b[01_]+)");
    private static final Pattern NUMBER = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final int LONGEST_NUMBER = 400;
    private static final int EXCERPT = 60;

    private final Kind kind;
    private final Style style;
    private final String text;

    Scalar(Kind kind, Style style, String text, int line, int column) {
        super(line, column);
        this.kind = kind;
        this.style = style;
        this.text = text;
    }

    /** A text; several lines become a block where YAML can write one. */
    static Scalar text(String text) {
        boolean block = text.indexOf('\n') >= 0 && text.charAt(0) > ' ';
        return new Scalar(Kind.TEXT, block ? Style.LITERAL : Style.PLAIN, text, 0, 0);
    }

    /** A whole number. */
    static Scalar whole(long number) {
        return new Scalar(Kind.WHOLE, Style.PLAIN, Long.toString(number), 0, 0);
    }

    /** A finite number, always with a decimal point. */
    static Scalar number(double number) {
        return new Scalar(Kind.NUMBER, Style.PLAIN, Double.toString(number), 0, 0);
    }

    /** A truth value. */
    static Scalar flag(boolean flag) {
        return new Scalar(Kind.FLAG, Style.PLAIN, Boolean.toString(flag), 0, 0);
    }

    /** What a text without quotes means in YAML. */
    static Kind kindOf(String text) {
        if (NULLS.contains(text)) {
            return Kind.NULL;
        }
        char first = text.charAt(0);
        if (first >= '0' && first <= '9' || first == '.' || first == '-' || first == '+') {
            if (text.length() <= LONGEST_NUMBER
                    && WHOLE.matcher(text).matches()
                    && parse(text).isPresent()) {
                return Kind.WHOLE;
            }
            return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches() ? Kind.NUMBER : Kind.TEXT;
        }
        return TRUE.contains(text) || FALSE.contains(text) ? Kind.FLAG : Kind.TEXT;
    }

    public Kind kind() {
        return kind;
    }

    Style style() {
        return style;
    }

    /** The text as it was written, without quotes. */
    public String text() {
        return text;
    }

    /** The value of a {@link Kind#FLAG}. */
    boolean isTrue() {
        return TRUE.contains(text);
    }

    /** The value of a {@link Kind#WHOLE}. */
    long asLong() {
        return parse(text).orElseThrow();
    }

    /** The value of a {@link Kind#WHOLE} or {@link Kind#NUMBER}; perhaps not finite. */
    double asDouble() {
        if (kind == Kind.WHOLE) {
            return asLong();
        }
        String plain = text.replace("_", "").toLowerCase(Locale.ROOT);
        return switch (plain) {
            case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
            case "-.inf" -> Double.NEGATIVE_INFINITY;
            case ".nan" -> Double.NaN;
            default -> Double.parseDouble(plain);
        };
    }

    /** The number as JSON writes it; a number that JSON does not have becomes null. */
    String jsonNumber() {
        if (plainDigits(text) || JSON_NUMBER.matcher(text).matches()) {
            return text;
        }
        if (kind == Kind.WHOLE) {
            return Long.toString(asLong());
        }
        double number = asDouble();
        return Double.isFinite(number) ? Double.toString(number) : "null";
    }

    /** Whether it is a whole number as almost all are: the pattern would say the same, and makes objects for it. */
    private static boolean plainDigits(String text) {
        boolean digits = !text.isEmpty() && (text.charAt(0) != '0' || text.length() == 1);
        for (int i = 0; i < text.length() && digits; i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits;
    }

    @Override
    public boolean isNull() {
        return kind == Kind.NULL;
    }

    @Override
    String excerpt() {
        String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
    }

    private static OptionalLong parse(String text) {
        String digits = text.replace("_", "");
        boolean signed = digits.startsWith("-") || digits.startsWith("+");
        String sign = digits.startsWith("-") ? "-" : "";
        digits = signed ? digits.substring(1) : digits;
        int radix = 10;
        if (digits.startsWith("0x") || digits.startsWith("0b") || digits.startsWith("0o")) {
            radix = digits.charAt(1) == 'x' ? 16 : digits.charAt(1) == 'b' ? 2 : 8;
            digits = digits.substring(2);
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            radix = 8;
        }
        try {
            return OptionalLong.of(Long.parseLong(sign + digits, radix));
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // too large, or a prefix without digits: not a whole number
        }
    }
}
