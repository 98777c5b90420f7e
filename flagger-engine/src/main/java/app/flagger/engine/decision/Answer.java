package app.flagger.engine.decision;

import app.flagger.api.plug.Measurement;

/** The answer to a {@link Question}. */
public sealed interface Answer {
    /**
     * What a hook said.
     *
     * @param success yes or no; no answer at all counts as no
     * @param detail for people
     */
    record Hook(boolean success, String detail) implements Answer {}

    /**
     * What a metric provider said.
     *
     * @param measurement a number, or why there is none
     */
    record Measured(Measurement measurement) implements Answer {}
}
