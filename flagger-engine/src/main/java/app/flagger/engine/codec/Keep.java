package app.flagger.engine.codec;

/** What a merge keeps of the old tree. */
enum Keep {
    /** Unknown fields, order and spelling: for texts that people write. */
    SPELLING,
    /** Unknown fields only: equal values give equal texts. */
    UNKNOWN
}
