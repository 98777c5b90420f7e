package app.flagger.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * How an engine does.
 *
 * @param alive whether it was started, not closed, and its timer runs
 * @param managed how many canaries it has
 * @param owned how many of them it may drive
 * @param latest by how much the oldest due tick is late; nothing if none is
 */
public record Health(boolean alive, int managed, int owned, Optional<Duration> latest) {}
