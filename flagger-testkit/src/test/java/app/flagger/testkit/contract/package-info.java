/** Tests of the contract suites: a good plug passes, and each of several broken ones is caught by a test that says why. */
@NullMarked
package app.flagger.testkit.contract;

import org.jspecify.annotations.NullMarked;
