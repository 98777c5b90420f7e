package app.flagger.api.status;

import java.util.Arrays;
import java.util.Optional;

/** Where a canary stands. The names are upstream Flagger's. Embedders that read it should expect further phases. */
public enum Phase {
    /** Never seen. */
    NONE(""),
    /** The primary is being made. */
    INITIALIZING("Initializing"),
    /** The primary serves; no revision was analysed yet. */
    INITIALIZED("Initialized"),
    /** A new revision waits at the rollout gate. */
    WAITING("Waiting"),
    /** A revision is being analysed. */
    PROGRESSING("Progressing"),
    /** The analysis is done; the promotion gate is closed. */
    WAITING_PROMOTION("WaitingPromotion"),
    /** The primary is being updated to the analysed revision. */
    PROMOTING("Promoting"),
    /** The primary serves the new revision; the canary is being scaled down. */
    FINALISING("Finalising"),
    /** The last run ended with a promotion. */
    SUCCEEDED("Succeeded"),
    /** The last run ended without one; also while the primary is being restored. */
    FAILED("Failed"),
    /** Target and routes are being given back. */
    TERMINATING("Terminating"),
    /** Target and routes were given back. */
    TERMINATED("Terminated");

    private final String wireName;

    Phase(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the status; empty for {@link #NONE}. */
    public String wireName() {
        return wireName;
    }

    /** The phase of that name. */
    public static Optional<Phase> of(String wireName) {
        return Arrays.stream(values())
                .filter(phase -> phase.wireName.equals(wireName))
                .findFirst();
    }

    /** Whether a revision is on its way: analysed, waiting for promotion, or being promoted. */
    public boolean running() {
        return analysing() || promoting();
    }

    /** Progressing or waiting for promotion. */
    public boolean analysing() {
        return this == PROGRESSING || this == WAITING_PROMOTION;
    }

    /** Promoting or finalising. */
    public boolean promoting() {
        return this == PROMOTING || this == FINALISING;
    }

    /** Initialized, succeeded or failed: nothing is on its way. */
    public boolean settled() {
        return this == INITIALIZED || this == SUCCEEDED || this == FAILED;
    }
}
