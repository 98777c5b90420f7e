package app.flagger.testkit.proof;

import app.flagger.api.spec.Canary;
import java.util.Map;

/** A policy that a story is played with. */
interface Design {
    Canary canary();

    boolean shiftsTraffic();

    /** How many replicas each version has. */
    default int replicas() {
        return 2;
    }

    /** The gates that are asked in this JVM, with how often each says no before it says yes. */
    default Map<String, Integer> gates() {
        return Map.of();
    }
}
