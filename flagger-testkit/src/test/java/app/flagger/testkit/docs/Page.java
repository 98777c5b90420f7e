package app.flagger.testkit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path from the root of the project
 * @param text its Markdown
 */
record Page(Path path, String text) {
    /** The project's root: tests run in the folder of their module. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

    /**
     * A fenced block.
     *
     * @param line where its text begins, from 1
     * @param lines its text
     */
    record Block(int line, List<String> lines) {}

    static Page of(String path) {
        return read(ROOT.resolve(path));
    }

    /** README and everything in docs. */
    static List<Page> all() {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            Stream<Path> pages =
                    files.filter(file -> file.toString().endsWith(".md")).sorted();
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages)
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Page read(Path file) {
        try {
            return new Page(ROOT.relativize(file), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks in a language. */
    List<Block> blocks(String language) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("```" + language)) {
                List<String> rest = lines.subList(i + 1, lines.size());
                List<String> block = rest.subList(0, rest.indexOf("```"));
                blocks.add(new Block(i + 2, block));
            }
        }
        return blocks;
    }

    /** What its links point to. */
    List<String> links() {
        return found(LINK, text);
    }

    /** What stands between backquotes in the part that begins with one text and ends before the next blank line after a table. */
    List<String> codesAfter(String start) {
        int from = text.indexOf(start);
        if (from < 0) {
            throw new IllegalArgumentException(path + " does not hold: " + start);
        }
        int table = text.indexOf("\n|", from);
        int end = text.indexOf("\n\n", table);
        return found(CODE, text.substring(table, end < 0 ? text.length() : end));
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
