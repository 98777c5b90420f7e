package app.flagger.engine.decision;

import app.flagger.engine.ArchitectureFixture;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One class for each way in which a decision could stop being pure; the architecture rules must catch every one. */
@SuppressWarnings("unused")
public final class ImpureFixtures {
    private ImpureFixtures() {}

    /** The one that must not be caught. */
    public record Pure(Instant now, List<String> names, int[] counts, Duration interval) {
        Instant due() {
            return now.plus(interval);
        }

        String say() {
            return String.format(Locale.ROOT, "%d of %s", counts.length, names) + Math.max(1, 2);
        }

        List<String> sorted() {
            return names.stream().sorted().toList();
        }
    }

    public static final class LooksAtTheTime {
        Object look(Situation situation) {
            return situation.now();
        }
    }

    public static final class ReadsFile {
        String read() throws IOException {
            return Files.readString(Path.of("x"));
        }
    }

    public static final class OpensSocket {
        Object open() throws IOException {
            return new Socket("localhost", 1);
        }
    }

    public static final class StartsThread {
        void start() {
            new Thread(() -> {}).start();
        }
    }

    public static final class HoldsLock {
        private final ReentrantLock lock = new ReentrantLock();
    }

    public static final class RollsDice {
        int roll() {
            return new Random(1).nextInt();
        }
    }

    public static final class AsksMillis {
        long ask() {
            return System.currentTimeMillis();
        }
    }

    public static final class AsksNanosByReference {
        LongSupplier ask() {
            return System::nanoTime;
        }
    }

    public static final class AsksInstant {
        Instant ask() {
            return Instant.now();
        }
    }

    public static final class AsksInstantByReference {
        Supplier<Instant> ask() {
            return Instant::now;
        }
    }

    public static final class MakesClock {
        Clock make() {
            return Clock.systemUTC();
        }
    }

    public static final class MakesUuid {
        UUID make() {
            return UUID.randomUUID();
        }
    }

    public static final class UsesMathRandom {
        double roll() {
            return Math.random();
        }
    }

    public static final class Prints {
        void print() {
            System.out.println("x");
        }
    }

    public static final class ReadsEnvironment {
        String read() {
            return System.getenv("HOME");
        }
    }

    public static final class FormatsByLocale {
        String format() {
            return String.format("%.2f", 1.5);
        }
    }

    public static final class HashesIdentity {
        int hash(Object of) {
            return System.identityHashCode(of);
        }
    }

    public static final class RunsParallel {
        long count(List<String> of) {
            return of.parallelStream().count();
        }
    }

    public static final class KnowsTheEngine {
        ArchitectureFixture engine = new ArchitectureFixture();
    }

    public static final class KnowsJackson {
        JsonNode node(JsonNode of) {
            return of;
        }
    }
}
