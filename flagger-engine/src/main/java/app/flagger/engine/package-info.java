/**
 * Where an embedder starts: build a {@link app.flagger.engine.Flagger}, hand it canaries with
 * {@link app.flagger.engine.Flagger#manage}, and wait for the {@link app.flagger.engine.Rollout} of a revision. Everything is
 * injected through one builder; nothing is static, nothing reads the environment.
 */
@NullMarked
@ValueStyle
package app.flagger.engine;

import org.jspecify.annotations.NullMarked;
