package app.flagger.engine.analysis;

import app.flagger.api.strategy.Judge;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The stock judges. */
public final class Judges {
    private Judges() {}

    /** Every stock judge by its name: {@code threshold}. */
    public static Map<String, Judge> stock() {
        return Collections.unmodifiableMap(new LinkedHashMap<>());
    }
}
