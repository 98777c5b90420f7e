/**
 * What a plug is written against: the values of the Flagger resources, the status, and every interface that an embedder
 * may implement. Depends on nothing but JSpecify's annotations.
 */
module app.flagger.api {
    requires static transitive org.jspecify;
    requires static org.immutables.value;

    exports app.flagger.api;
    exports app.flagger.api.plug;
    exports app.flagger.api.spec;
    exports app.flagger.api.status;
    exports app.flagger.api.strategy;
}
