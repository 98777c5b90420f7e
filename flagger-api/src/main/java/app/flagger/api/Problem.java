package app.flagger.api;

/**
 * One thing that is wrong with a resource, or worth a warning.
 *
 * @param path the field, as {@code spec.analysis.stepWeight}
 * @param value the value that was found, as text; empty if there is none; never a secret
 * @param message what would be right
 */
public record Problem(String path, String value, String message) {
    /** The problem below another field: {@code at("spec")} of {@code targetRef} is {@code spec.targetRef}. */
    public Problem at(String prefix) {
        String joined = path.isEmpty() ? prefix : path.startsWith("[") ? prefix + path : prefix + "." + path;
        return new Problem(joined, value, message);
    }

    /** {@code path: value: message}, without the value if there is none. */
    @Override
    public String toString() {
        return path + ": " + (value.isEmpty() ? "" : value + ": ") + message;
    }
}
