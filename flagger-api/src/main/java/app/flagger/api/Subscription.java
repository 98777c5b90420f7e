package app.flagger.api;

/** Something that goes on until it is closed. Closing twice does nothing. Thread-safe. */
public interface Subscription extends AutoCloseable {
    /** Ends it; does not wait for a notification that is under way. */
    @Override
    void close();

    /** One that has nothing to end. */
    static Subscription none() {
        return () -> {};
    }
}
