package app.flagger.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One class for each thing that the rules over all modules must catch. */
@SuppressWarnings({"unused", "serial"})
public final class ArchitectureFixtures {
    private ArchitectureFixtures() {}

    /** The one that must not be caught. */
    public static final class Allowed {
        private final System.Logger logger = System.getLogger("x");
        private final JsonNode hidden;

        Allowed(JsonNode hidden) {
            this.hidden = hidden;
        }

        public Map<String, List<Instant>> ordered(Clock clock, Map<String, List<Instant>> from) {
            Map<String, List<Instant>> copy = new LinkedHashMap<>(from);
            copy.put("now", List.of(Instant.now(clock).plus(Duration.ofSeconds(1))));
            copy.putAll(Map.of());
            copy.keySet().removeAll(Set.of("one"));
            copy.keySet().removeAll(new LinkedHashSet<>(new ArrayList<>(copy.keySet())));
            Map<String, Integer> lengths =
                    Stream.of("a").collect(Collectors.toMap(it -> it, String::length, Integer::sum, TreeMap::new));
            copy.keySet().removeAll(lengths.keySet());
            return copy;
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

    public static final class AsksZonedByReference {
        Supplier<ZonedDateTime> ask() {
            return ZonedDateTime::now;
        }
    }

    public static final class MakesClock {
        Clock make() {
            return Clock.systemUTC();
        }
    }

    public static final class MakesDate {
        Date make() {
            return new Date();
        }
    }

    public static final class Sleeps {
        void sleep() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    public static final class SleepsInUnits {
        void sleep() throws InterruptedException {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    public static final class Parks {
        void park() {
            LockSupport.parkNanos(1);
        }
    }

    public static final class WaitsForTimeout {
        synchronized void await() throws InterruptedException {
            wait(1);
        }
    }

    public static final class CompletesOnTimeout {
        CompletableFuture<String> make() {
            return new CompletableFuture<String>().orTimeout(1, TimeUnit.SECONDS);
        }
    }

    /** The name alone excuses nothing: there is one system clock, and it is in the engine. */
    public static final class SystemClock {
        long ask() {
            return System.nanoTime();
        }
    }

    public static final class Schedules {
        void schedule(ScheduledExecutorService on) {
            on.schedule(() -> {}, 1, TimeUnit.SECONDS);
        }
    }

    public static final class CopiesMap {
        Map<String, String> copy(Map<String, String> of) {
            return Map.copyOf(of);
        }
    }

    public static final class CopiesSetByReference {
        UnaryOperator<Set<String>> copy() {
            return Set::copyOf;
        }
    }

    public static final class MakesMap {
        Map<String, String> make() {
            return Map.of("a", "b", "c", "d");
        }
    }

    public static final class MakesSet {
        Set<String> make() {
            return Set.of("a", "b");
        }
    }

    public static final class MakesEntries {
        Map<String, String> make() {
            return Map.ofEntries(Map.entry("a", "b"));
        }
    }

    public static final class CollectsSet {
        Set<String> collect() {
            return Stream.of("a").collect(Collectors.toSet());
        }
    }

    public static final class CollectsMap {
        Map<String, String> collect() {
            return Stream.of("a").collect(Collectors.toMap(it -> it, it -> it));
        }
    }

    public static final class Groups {
        Map<String, List<String>> group() {
            return Stream.of("a").collect(Collectors.groupingBy(it -> it));
        }
    }

    public static final class HashesByReference {
        Supplier<Map<String, String>> make() {
            return HashMap::new;
        }
    }

    public static final class Hashes {
        Set<String> make() {
            return new HashSet<>();
        }
    }

    public static final class ReturnsJackson {
        public JsonNode node() {
            throw new UnsupportedOperationException();
        }
    }

    public static final class TakesListOfJackson {
        public void take(List<? extends JsonNode[]> nodes) {}
    }

    public static final class ShowsJackson {
        protected JsonNode node = NullNode.instance;
    }

    public static final class ThrowsJackson {
        public void run() throws JsonProcessingException {}
    }

    public static class ExtendsJackson extends SimpleModule {}

    public static final class Logs {
        private final Logger logger = Logger.getLogger("x");
    }
}
