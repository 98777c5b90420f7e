package app.flagger.engine.runtime;

import app.flagger.api.plug.Clock;
import app.flagger.testkit.contract.ClockContract;
import org.junit.jupiter.api.AfterEach;

/** Stands in the package of the clock, which nobody else can see. */
class SystemClockTest extends ClockContract {
    private final SystemClock clock = new SystemClock();

    @AfterEach
    void close() {
        clock.close();
    }

    @Override
    protected Clock clock() {
        return clock;
    }
}
