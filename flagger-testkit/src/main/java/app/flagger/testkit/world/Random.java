package app.flagger.testkit.world;

import java.util.SplittableRandom;

/** Random numbers that are the same on every machine and in every version of Java. */
final class Random {
    private final SplittableRandom source;

    Random(long seed) {
        source = new SplittableRandom(seed);
    }

    /** 64 random bits. */
    long bits() {
        return source.nextLong();
    }

    /** A number from 0 up to, but not including, 1. */
    double share() {
        return (source.nextLong() >>> 11) * 0x1.0p-53;
    }
}
