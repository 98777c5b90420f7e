/** Virtual time, simulated meshes, fault injection, assertions, contract tests and timelines. */
module app.flagger.testkit {
    requires transitive app.flagger.engine;
    requires static transitive org.jspecify;
    requires static transitive org.assertj.core;
    requires static transitive org.junit.jupiter.api;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;

    exports app.flagger.testkit;
    exports app.flagger.testkit.junit;
    exports app.flagger.testkit.contract;
    exports app.flagger.testkit.world;
}
