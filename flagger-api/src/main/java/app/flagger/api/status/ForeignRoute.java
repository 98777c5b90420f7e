package app.flagger.api.status;

/**
 * Somebody else lowered the route below the weight that shall be; it is left where it is.
 *
 * @param writer who wrote it, as far as is known
 * @param weight the weight that was found
 * @param intervals for how many intervals it has been so
 */
public record ForeignRoute(String writer, int weight, int intervals) {}
