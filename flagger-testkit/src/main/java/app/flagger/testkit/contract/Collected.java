package app.flagger.testkit.contract;

import java.lang.ref.WeakReference;
import java.util.List;

/** What the garbage collector leaves. */
final class Collected {
    private static final int TRIES = 5;

    private Collected() {}

    /** Whether this JVM collects when it is asked to; it may be told not to. */
    static boolean canBeSeen() {
        return left(List.of(new WeakReference<>(new Object()))) == 0;
    }

    /** How many of these are still kept. */
    static long left(List<? extends WeakReference<?>> references) {
        long left = references.size();
        for (int i = 0; i < TRIES && left > 0; i++) {
            System.gc();
            left = references.stream()
                    .filter(reference -> reference.get() != null)
                    .count();
        }
        return left;
    }
}
