package app.flagger.testkit;

import java.util.Locale;

/** Shapes and texts of a picture, in the order in which they are drawn. Coordinates are pixels from the upper left corner. */
final class Svg {
    static final String START = "text-anchor=\"start\"";
    static final String MIDDLE = "text-anchor=\"middle\"";
    static final String END = "text-anchor=\"end\"";
    static final String BOLD = " font-weight=\"bold\"";

    /** Size of the letters where nothing else is said, in pixels. */
    static final int SIZE = 12;

    private static final String NARROW = " ijlI.,:;'|!/()[]frt-";
    private static final String WIDE = "mwMW@%";
    private static final int FULL_WIDTH = 0x1100;

    private final StringBuilder shapes = new StringBuilder();

    void rect(double x, double y, double width, double height, String style) {
        add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>\n", x, y, width, height, style);
    }

    void line(double x1, double y1, double x2, double y2, String style) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#000000\" %s/>\n", x1, y1, x2, y2, style);
    }

    void circle(double x, double y, double radius, String style) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" stroke=\"#000000\" %s/>\n", x, y, radius, style);
    }

    void text(double x, double y, String style, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" %s xml:space=\"preserve\">%s</text>\n", x, y, style, escaped(text));
    }

    /** A text with white around the letters, so that lines do not cross them. */
    void haloed(double x, double y, String style, String text) {
        text(x, y, style + " paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"5\"", text);
    }

    /** About how wide a text is, in pixels; rather too much. Nobody knows which font the reader has. */
    static double width(String text, int size) {
        return size * text.codePoints().mapToDouble(Svg::ems).sum();
    }

    private static double ems(int letter) {
        if (NARROW.indexOf(letter) >= 0) {
            return 0.39;
        }
        if (WIDE.indexOf(letter) >= 0 || letter >= FULL_WIDTH) {
            return 1;
        }
        return Character.isUpperCase(letter) ? 0.72 : 0.64;
    }

    /** The beginning of a text, as much as fits into a width in pixels. */
    static String shortened(String text, int size, int most) {
        if (width(text, size) <= most) {
            return text;
        }
        return text.substring(0, fits(text, size, most - (int) width("…", size))) + "…";
    }

    /** How much of a text fits into a width in pixels, in chars. */
    static int fits(String text, int size, int most) {
        double left = most / (double) size;
        int end = 0;
        while (end < text.length()) {
            int letter = text.codePointAt(end);
            left -= ems(letter);
            if (left < 0) {
                return end;
            }
            end += Character.charCount(letter);
        }
        return end;
    }

    /** A triangle that points up, or a diamond. */
    void polygon(String style, double... coordinates) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < coordinates.length; i += 2) {
            points.append(
                    String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", coordinates[i], coordinates[i + 1]));
        }
        add("<polygon points=\"%s\" stroke=\"#000000\" %s/>\n", points, style);
    }

    /**
     * The whole document, white behind everything.
     *
     * @param definitions patterns that styles refer to
     */
    String document(int width, int height, String definitions) {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d"\
                 font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="%5$d">
                <defs>%3$s</defs>
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                %4$s</svg>
                """, width, height, definitions, shapes, SIZE);
    }

    private void add(String format, Object... values) {
        shapes.append(String.format(Locale.ROOT, format, values));
    }

    /** What XML cannot hold at all, as most control characters, becomes a replacement character. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.appendCodePoint(legal(point) ? point : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean legal(int point) {
        return point == '\t'
                || point == '\n'
                || (point >= 0x20 && point < 0xD800)
                || (point >= 0xE000 && point != 0xFFFE && point != 0xFFFF);
    }
}
