/** What upstream Flagger was seen to do, compared with what this project does. */
@NullMarked
package app.flagger.testkit.conformance;

import org.jspecify.annotations.NullMarked;
