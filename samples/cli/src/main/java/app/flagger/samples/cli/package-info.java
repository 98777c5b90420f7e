/**
 * Flagger from a shell: {@link app.flagger.samples.cli.Main} checks manifests, plays them in virtual time, and replays
 * recorded scenarios. Each command is one class.
 */
@NullMarked
package app.flagger.samples.cli;

import org.jspecify.annotations.NullMarked;
