package app.flagger.api;

/**
 * The identity of a canary and the key of every map in the engine. Immutable and thread-safe.
 *
 * @param namespace the namespace, not blank; embedders without namespaces use {@code "default"}
 * @param name the name, not blank, unique in its namespace
 */
public record CanaryKey(String namespace, String name) implements Comparable<CanaryKey> {
    /** @throws InvalidResource if a part is blank or holds a slash, which separates the parts in text */
    public CanaryKey {
        Problems problems = new Problems();
        checkPart(problems, "metadata.namespace", namespace);
        checkPart(problems, "metadata.name", name);
        problems.throwIfAny("canary key");
    }

    private static void checkPart(Problems problems, String path, String part) {
        if (part.isBlank() || part.indexOf('/') >= 0) {
            problems.add(path, part, "must not be blank or hold a slash");
        }
    }

    /** The key as {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }

    /** By namespace, then by name. */
    @Override
    public int compareTo(CanaryKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
}
