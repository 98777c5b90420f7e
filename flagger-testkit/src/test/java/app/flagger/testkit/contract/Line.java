package app.flagger.testkit.contract;

import app.flagger.api.Call;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** The way to what a plug talks to. While it is cut off, whoever uses it blocks until the call is over, as with lost packets. */
final class Line {
    private volatile boolean cut;

    void cut(boolean on) {
        cut = on;
    }

    boolean isCut() {
        return cut;
    }

    void use(Call call) throws IOException, InterruptedException {
        if (cut) {
            CountDownLatch over = new CountDownLatch(1);
            call.onCancel(over::countDown);
            over.await();
            throw new IOException("no answer");
        }
    }
}
