package app.flagger.testkit.world;

import app.flagger.api.Revision;
import java.util.Optional;

/**
 * What became of a request.
 *
 * @param by the version that answered
 * @param revision what that version runs; nothing if it has no replicas at all
 * @param failed whether the answer was an error
 * @param mirrored whether the canary got a copy
 * @param cookie the cookie, {@code name=value}, that the client is told to keep
 */
public record Served(Role by, Optional<Revision> revision, boolean failed, boolean mirrored, Optional<String> cookie) {}
