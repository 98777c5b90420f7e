package app.flagger.engine.config;

/**
 * A document that is none of Flagger's resources and was skipped.
 *
 * @param file the file, or whatever the text was called
 * @param line the line where it begins, from 1
 * @param apiVersion its group and version
 * @param kind its kind
 */
public record OtherDocument(String file, int line, String apiVersion, String kind) {}
