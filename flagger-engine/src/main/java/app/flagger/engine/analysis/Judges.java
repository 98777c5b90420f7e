package app.flagger.engine.analysis;

import app.flagger.api.strategy.Judge;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The stock judges. Immutable and thread-safe. */
public final class Judges {
    private static final Map<String, Judge> STOCK = stockOnes();

    private Judges() {}

    /** Every stock judge by its name: {@code threshold}. */
    public static Map<String, Judge> stock() {
        return STOCK;
    }

    private static Map<String, Judge> stockOnes() {
        Map<String, Judge> stock = new LinkedHashMap<>();
        stock.put("threshold", new Threshold());
        return Collections.unmodifiableMap(stock);
    }
}
