package app.flagger.engine;

/** Stands for any class of the engine that a decision must not know. */
public final class ArchitectureFixture {
    /** Makes one. */
    public ArchitectureFixture() {}
}
