package app.flagger.engine.config;

/**
 * A problem or a warning, and where it is.
 *
 * @param file the file, or whatever the text was called
 * @param line the line, from 1
 * @param column the column, from 1
 * @param path the field, as {@code spec.analysis.stepWeight}; empty for the file or document as a whole
 * @param value the value that was found, shortened; empty if there is none or if it might be a secret
 * @param message what would be right
 */
public record Located(String file, int line, int column, String path, String value, String message) {
    /** {@code file:line:column: path: value: message}, without what is empty. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": "
                + (path.isEmpty() ? "" : path + ": ")
                + (value.isEmpty() ? "" : value + ": ")
                + message;
    }
}
