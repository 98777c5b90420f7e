package app.flagger.engine.runtime;

import app.flagger.engine.Snapshot;
import app.flagger.engine.Tick;
import app.flagger.engine.decision.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one tick did. */
record TickValue(Duration dueIn, List<Decision> decisions, Snapshot snapshot, Optional<String> failure)
        implements Tick {}
