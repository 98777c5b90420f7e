package app.flagger.api;

/**
 * The name of one exact state of a target: its template and the configuration it uses. Equal ids mean equal bytes. Only the
 * {@link app.flagger.api.plug.Workload} that made an id knows what it stands for. Immutable and thread-safe.
 *
 * @param id opaque, not blank; a full hash of the content, or a version that is never used twice
 */
public record Revision(String id) {
    /** @throws InvalidResource if the id is blank */
    public Revision {
        if (id.isBlank()) {
            throw new InvalidResource("revision", new Problem("revision", id, "must not be blank"));
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
