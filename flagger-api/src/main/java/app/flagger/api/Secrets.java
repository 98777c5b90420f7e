package app.flagger.api;

import java.util.Optional;

/**
 * Finds secrets by name for whoever asks. Thread-safe; reads from a cache or file and never blocks for long, also while what it
 * reads from cannot be reached.
 *
 * <p>Throws nothing and never answers {@code null}: what is not there, cannot be read, or is not for the asker's eyes is nothing,
 * and these are not told apart. A secret that was handed out stays as it is; whoever asks after a change gets the new one as soon
 * as the cache has followed. No text of an implementation, as its {@code toString()}, holds a value.
 */
@FunctionalInterface
public interface Secrets {
    /**
     * Looks a secret up in the asker's namespace and nowhere else, whatever the name looks like.
     *
     * @param asker who needs it: a canary; or a MetricTemplate or AlertProvider with a {@code secretRef}, by its own namespace and
     *     name. An implementation decides what it may see
     * @param name the secret's name, exactly as it is; may be any text, also one that cannot be a name
     * @return the secret with every entry as it was written, or nothing if there is none or the asker may not see it
     */
    Optional<Secret> find(CanaryKey asker, String name);

    /** Knows no secret. */
    static Secrets none() {
        return (asker, name) -> Optional.empty();
    }
}
