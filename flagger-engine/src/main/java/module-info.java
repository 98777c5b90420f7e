/** Decisions and analysis (pure), the runtime that drives them, and plugs that speak plain HTTP. */
@SuppressWarnings("module") // the testkit comes later and is seldom there
module app.flagger.engine {
    requires transitive app.flagger.api;
    requires static transitive org.jspecify;
    requires static org.immutables.value;
    requires com.google.common;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires org.yaml.snakeyaml;

    exports app.flagger.engine;
    exports app.flagger.engine.config;
    exports app.flagger.engine.decision;
    exports app.flagger.engine.strategy;
    exports app.flagger.engine.analysis;
    exports app.flagger.engine.codec to
            app.flagger.testkit;
    exports app.flagger.engine.record to
            app.flagger.testkit;
    exports app.flagger.engine.runtime to
            app.flagger.testkit;
}
