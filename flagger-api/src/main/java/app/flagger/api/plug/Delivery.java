package app.flagger.api.plug;

import java.time.Duration;

/** What came of a delivery. Sealed: notifiers build it, the engine reads it. */
public sealed interface Delivery {
    /** The receiver has it. */
    record Delivered() implements Delivery {}

    /**
     * The receiver asked for it later.
     *
     * @param after not before this has passed
     * @param why for people
     */
    record Later(Duration after, String why) implements Delivery {}

    /**
     * The receiver does not want it; it is not sent again.
     *
     * @param why for people
     */
    record Refused(String why) implements Delivery {}
}
