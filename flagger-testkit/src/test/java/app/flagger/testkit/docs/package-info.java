/**
 * The examples of the documentation as code that runs, and the facts that the pages state about the code. A Java block of a page
 * must stand, line by line, in one of the sources of this package.
 */
@NullMarked
package app.flagger.testkit.docs;

import org.jspecify.annotations.NullMarked;
