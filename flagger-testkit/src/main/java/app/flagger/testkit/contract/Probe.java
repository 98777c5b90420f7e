package app.flagger.testkit.contract;

import java.util.Optional;

/**
 * Sends real requests through a route and says what came of them. Written by the author of a router for its tests; used by one thread
 * at a time. Whatever it throws fails the test.
 */
@FunctionalInterface
public interface Probe {
    /** The version that answered. */
    enum Version {
        /** The version that serves the users. */
        PRIMARY,
        /** The version under analysis. */
        CANARY
    }

    /**
     * A request to send.
     *
     * @param matching whether it is such that {@code analysis.match} of the canary takes it in
     * @param cookie the cookie that the client keeps, {@code name=value}
     */
    record Sent(boolean matching, Optional<String> cookie) {
        /** A request that matches nothing and carries no cookie. */
        public static Sent plain() {
            return new Sent(false, Optional.empty());
        }
    }

    /**
     * What came of it.
     *
     * @param by the version that answered
     * @param copied whether the canary got a copy whose answer was thrown away; a probe that learns of copies late waits for it
     * @param cookie the cookie that the client was told to keep, {@code name=value} without attributes
     */
    record Reply(Version by, boolean copied, Optional<String> cookie) {
        /** An answer without a copy and without a cookie. */
        public static Reply by(Version version) {
            return new Reply(version, false, Optional.empty());
        }
    }

    /** Sends one request. */
    Reply send(Sent request) throws Exception;

    /** How many requests make one sample, at least 50: fewer are faster, and let a share miss by more. */
    default int requests() {
        return 400;
    }

    /**
     * Waits until the data plane follows what is written, or lets virtual time pass. Called after a write unless the router says that
     * the data plane follows already.
     */
    default void settle() throws Exception {}
}
