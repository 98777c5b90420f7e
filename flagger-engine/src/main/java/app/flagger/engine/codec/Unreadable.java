package app.flagger.engine.codec;

/** Reading a text cannot go on. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Flaw flaw;

    Unreadable(int line, int column, String message) {
        super(message, null, false, false);
        this.flaw = new Flaw(Math.max(1, line), Math.max(1, column), "", "", message);
    }

    Flaw flaw() {
        return flaw;
    }
}
