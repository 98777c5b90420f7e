/** Tests of what the testkit adds to JUnit. */
@NullMarked
package app.flagger.testkit.junit;

import org.jspecify.annotations.NullMarked;
