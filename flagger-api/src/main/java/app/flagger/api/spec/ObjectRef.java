package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.util.Optional;

/**
 * Names an object of any kind; {@code nomad/v1} and {@code Job} are as good as {@code apps/v1} and {@code Deployment}.
 *
 * @param apiVersion group and version, not blank
 * @param kind the kind, not blank
 * @param name the name, not blank
 * @param namespace the namespace, or nothing for the one of whoever refers to it
 */
public record ObjectRef(String apiVersion, String kind, String name, Optional<String> namespace) {
    /** @throws app.flagger.api.InvalidResource if a part is blank */
    public ObjectRef {
        Problems problems = new Problems();
        problems.require(!apiVersion.isBlank(), "apiVersion", apiVersion, "must not be blank");
        problems.require(!kind.isBlank(), "kind", kind, "must not be blank");
        problems.require(!name.isBlank(), "name", name, "must not be blank");
        problems.throwIfAny("reference");
    }

    /** An object in the namespace of whoever refers to it. */
    public static ObjectRef of(String apiVersion, String kind, String name) {
        return new ObjectRef(apiVersion, kind, name, Optional.empty());
    }
}
