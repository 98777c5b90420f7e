package app.flagger.api;

import java.util.Optional;

/** Finds secrets by name for the canary that asks. Thread-safe; reads from a cache or file and never blocks for long. */
@FunctionalInterface
public interface Secrets {
    /**
     * Looks a secret up.
     *
     * @param asker who needs it; an implementation decides what this canary may see
     * @param name the secret's name in the asker's namespace
     * @return the secret, or nothing if there is none or the asker may not see it
     */
    Optional<Secret> find(CanaryKey asker, String name);

    /** Knows no secret. */
    static Secrets none() {
        return (asker, name) -> Optional.empty();
    }
}
