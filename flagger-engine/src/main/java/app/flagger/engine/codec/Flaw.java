package app.flagger.engine.codec;

/**
 * Something wrong, or worth a warning, in a text.
 *
 * @param line the line, from 1
 * @param column the column, from 1
 * @param path the field, as {@code spec.analysis.stepWeight}; empty for the document as a whole
 * @param value the value that was found, shortened; empty if there is none or it must not be seen
 * @param message what would be right
 */
public record Flaw(int line, int column, String path, String value, String message) {}
