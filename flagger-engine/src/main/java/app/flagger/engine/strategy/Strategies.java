package app.flagger.engine.strategy;

import app.flagger.api.strategy.Strategy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The stock strategies. Immutable and thread-safe. */
public final class Strategies {
    private static final Map<String, Strategy> STOCK = stockOnes();

    private Strategies() {}

    /**
     * Every stock strategy by its name: {@code canary}, {@code ab-testing}, {@code blue-green}, and {@code kubernetes}, which is
     * blue/green for platforms that shift no traffic.
     */
    public static Map<String, Strategy> stock() {
        return STOCK;
    }

    private static Map<String, Strategy> stockOnes() {
        Map<String, Strategy> stock = new LinkedHashMap<>();
        stock.put("canary", new CanaryStrategy());
        stock.put("ab-testing", new AbTesting());
        stock.put("blue-green", new BlueGreen(true));
        stock.put("kubernetes", new BlueGreen(false));
        return Collections.unmodifiableMap(stock);
    }
}
