package app.flagger.api.plug;

import app.flagger.api.Call;

/** Delivers alerts to people. At least once: the same {@link Alert#id()} may come again after a crash. Thread-safe. */
@FunctionalInterface
public interface Notifier {
    /** Delivers one alert. An exception counts as {@link Delivery.Later}. */
    Delivery deliver(Alert alert, Call call) throws Exception;
}
