package app.flagger.testkit.contract;

import app.flagger.api.Call;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** The way to what a plug talks to. While it is cut off, whoever uses it blocks, as with lost packets. */
final class Line {
    private volatile boolean cut;

    synchronized void cut(boolean on) {
        cut = on;
        notifyAll();
    }

    boolean isCut() {
        return cut;
    }

    /** Blocks until the call is over, if the line is cut off. */
    void use(Call call) throws IOException, InterruptedException {
        if (cut) {
            CountDownLatch over = new CountDownLatch(1);
            call.onCancel(over::countDown);
            over.await();
            throw new IOException("no answer");
        }
    }

    /** Blocks until the line is whole again, where no call says when to give up. */
    synchronized void use() {
        try {
            while (cut) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
