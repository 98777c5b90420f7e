package app.flagger.testkit.world;

import app.flagger.api.Call;
import app.flagger.api.plug.Alert;
import app.flagger.api.plug.Delivery;
import app.flagger.api.plug.Notifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Takes every alert and keeps it, repetitions included. */
public final class RecordedAlerts implements Notifier {
    private final List<Alert> alerts = new ArrayList<>();

    /** Nothing received yet. */
    public RecordedAlerts() {}

    @Override
    public Delivery deliver(Alert alert, Call call) {
        alerts.add(alert);
        return new Delivery.Delivered();
    }

    /** What was received, in order; grows. */
    public List<Alert> received() {
        return Collections.unmodifiableList(alerts);
    }
}
