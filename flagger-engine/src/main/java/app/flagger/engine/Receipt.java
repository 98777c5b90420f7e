package app.flagger.engine;

/**
 * A command was recorded.
 *
 * @param commandId the command's id
 * @param repeated whether it had been recorded before
 */
public record Receipt(String commandId, boolean repeated) {}
