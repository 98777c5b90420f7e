package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.util.Optional;

/**
 * Names a MetricTemplate or AlertProvider.
 *
 * @param name the name, not blank
 * @param namespace the namespace, or nothing for the canary's
 */
public record ResourceRef(String name, Optional<String> namespace) {
    /** @throws app.flagger.api.InvalidResource if the name is blank */
    public ResourceRef {
        Problems problems = new Problems();
        problems.require(!name.isBlank(), "name", name, "must not be blank");
        problems.throwIfAny("reference");
    }

    /** One in the canary's namespace. */
    public static ResourceRef of(String name) {
        return new ResourceRef(name, Optional.empty());
    }
}
