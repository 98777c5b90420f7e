package app.flagger.samples.quickstart;

/** The two places that a request can go to. */
enum Arm {
    PRIMARY,
    CANARY
}
