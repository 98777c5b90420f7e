/**
 * Between text and values. {@link app.flagger.engine.codec.YamlReader} and {@link app.flagger.engine.codec.JsonReader} turn text
 * into one small tree of {@link app.flagger.engine.codec.Node}s that knows lines and columns; a
 * {@link app.flagger.engine.codec.Table} describes each kind of value once, field by field, and reads, writes and merges by
 * that description. Not API: no module exports it.
 */
@NullMarked
package app.flagger.engine.codec;

import org.jspecify.annotations.NullMarked;
