package app.flagger.testkit;

/** What goes wrong, and at which calls of plugs; made by {@link Faults}. As text it is the Java that makes it. Immutable. */
public final class Fault {
    private final Faults where;
    private final Effect effect;

    Fault(Faults where, Effect effect) {
        this.where = where;
        this.effect = effect;
    }

    Faults where() {
        return where;
    }

    Effect effect() {
        return effect;
    }

    /** As it is written in Java. */
    @Override
    public String toString() {
        return where + "." + effect.java();
    }
}
