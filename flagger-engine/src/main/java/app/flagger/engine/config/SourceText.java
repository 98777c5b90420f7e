package app.flagger.engine.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A text with the name of where it is from.
 *
 * @param name what problems name as the file
 * @param text the text
 */
record SourceText(String name, String text) {
    /** Largest file, in bytes, and longest text, in characters. */
    static final int MOST = 4 << 20;

    /** @throws InvalidManifest if the file cannot be read, is too large or is not UTF-8 */
    static SourceText of(Path file) throws InvalidManifest {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw invalid(name, 1, 1, "is a directory, not a file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST + 1);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw invalid(name, 1, 1, "there is no such file");
        } catch (AccessDeniedException e) {
            throw invalid(name, 1, 1, "may not be read");
        } catch (IOException e) {
            throw invalid(name, 1, 1, "cannot be read: " + e.getMessage());
        }
        if (bytes.length > MOST) {
            throw tooLarge(name);
        }
        return new SourceText(name, decode(name, bytes));
    }

    /** @throws InvalidManifest if the text is too long */
    static SourceText of(String name, String text) throws InvalidManifest {
        if (text.length() > MOST) {
            throw tooLarge(name);
        }
        return new SourceText(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** Whether the text is JSON: by its name, or because it begins as JSON does and not as YAML in braces. */
    boolean isJson() {
        if (name.endsWith(".json")) {
            return true;
        }
        int brace = skipSpace(0);
        if (brace == text.length() || text.charAt(brace) != '{' || text.contains("\n---")) {
            return false;
        }
        int next = skipSpace(brace + 1);
        return next < text.length() && (text.charAt(next) == '"' || text.charAt(next) == '}');
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String decode(String name, byte[] bytes) throws InvalidManifest {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            throw invalid(name, 1, 1, "is UTF-16; must be UTF-8");
        }
        int start = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        try {
            return decoder.decode(in).toString();
        } catch (CharacterCodingException e) {
            throw malformed(name, bytes, start);
        }
    }

    private static InvalidManifest malformed(String name, byte[] bytes, int start) {
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        out.flip();
        String before = out.toString();
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = before.length() - before.lastIndexOf('\n');
        int wrong = result.isError() ? bytes[in.position()] & 0xFF : 0;
        return invalid(name, line, column, String.format("is not UTF-8: the byte 0x%02X does not belong here", wrong));
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static InvalidManifest tooLarge(String name) {
        return invalid(name, 1, 1, "too large: at most " + MOST + " bytes are read");
    }

    private static InvalidManifest invalid(String name, int line, int column, String message) {
        return new InvalidManifest(List.of(new Located(name, line, column, "", "", message)));
    }
}
