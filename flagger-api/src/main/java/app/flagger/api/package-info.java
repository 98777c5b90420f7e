/**
 * Names and small values that every other package speaks of: which canary, which revision, which problem, which secret.
 */
@NullMarked
package app.flagger.api;

import org.jspecify.annotations.NullMarked;
