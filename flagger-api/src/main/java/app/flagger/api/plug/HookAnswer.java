package app.flagger.api.plug;

/**
 * The answer of a hook.
 *
 * @param success whether it said yes; over HTTP a status of 200 to 202
 * @param retriable whether the same question may be answered otherwise at once, as over HTTP a 503
 * @param detail for people: status and beginning of the body
 */
public record HookAnswer(boolean success, boolean retriable, String detail) {
    /** Yes. */
    public static HookAnswer yes() {
        return new HookAnswer(true, false, "");
    }

    /** No, and asking again at once does not help. */
    public static HookAnswer no(String detail) {
        return new HookAnswer(false, false, detail);
    }
}
