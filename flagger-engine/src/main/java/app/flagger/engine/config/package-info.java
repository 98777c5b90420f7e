/**
 * Manifests as text. {@link app.flagger.engine.config.Manifests} reads Canary, MetricTemplate and AlertProvider from YAML and
 * JSON and writes them; what is wrong in a file comes together in one
 * {@link app.flagger.engine.config.InvalidManifest}, each with its line and what would be right. A
 * {@link app.flagger.engine.config.Document} is a value with the text it came from: a changed value is written back without
 * losing order or unknown fields.
 */
@NullMarked
package app.flagger.engine.config;

import org.jspecify.annotations.NullMarked;
