package app.flagger.engine.runtime;

import app.flagger.api.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** A plug's hints that something changed. Whoever cannot give any, or cannot end them, is looked at in every interval all the same. */
final class Watch implements Subscription {
    private static final Logger LOG = System.getLogger(Watch.class.getName());

    private final String what;
    private final Subscription real;

    private Watch(String what, Subscription real) {
        this.what = what;
        this.real = real;
    }

    /** Begins; what the plug throws ends here. */
    static Subscription of(String what, Supplier<Subscription> begin) {
        try {
            return new Watch(what, begin.get());
        } catch (RuntimeException | Error broken) {
            LOG.log(
                    Level.WARNING,
                    "{0} cannot be watched: {1}",
                    what,
                    broken.getClass().getName());
            return Subscription.none();
        }
    }

    @Override
    public void close() {
        try {
            real.close();
        } catch (RuntimeException | Error broken) {
            LOG.log(
                    Level.WARNING,
                    "{0} is still watched: {1}",
                    what,
                    broken.getClass().getName());
        }
    }
}
