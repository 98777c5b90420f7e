package app.flagger.api.spec;

import app.flagger.api.Problems;
import app.flagger.api.Settings;

/**
 * A strategy or judge by the name under which it is registered.
 *
 * @param type the name, not blank; open: what is registered is valid
 * @param with its settings
 */
public record NamedPlug(String type, Settings with) {
    /** @throws app.flagger.api.InvalidResource if the name is blank */
    public NamedPlug {
        Problems problems = new Problems();
        problems.require(!type.isBlank(), "type", type, "must not be blank");
        problems.throwIfAny("plug");
    }

    /** One without settings. */
    public static NamedPlug of(String type) {
        return new NamedPlug(type, Settings.none());
    }
}
