package app.flagger.api.spec;

/** What a rollback hook is for. */
public enum HookMode {
    /** Asked before each check; success rolls back. */
    ASK,
    /** Called once after a rollback. */
    ACT
}
