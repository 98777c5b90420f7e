/** What holds whatever happens (DESIGN section 4), tried with faults at every call and with whatever chance brings. */
@org.jspecify.annotations.NullMarked
package app.flagger.testkit.proof;
