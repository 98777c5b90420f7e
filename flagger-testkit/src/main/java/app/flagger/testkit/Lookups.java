package app.flagger.testkit;

import app.flagger.api.Secrets;
import app.flagger.api.plug.Resources;

/** What stands between an engine and what it looks up in the embedder's own plugs. */
interface Lookups {
    Resources over(Resources real);

    Secrets over(Secrets real);

    /** Nothing stands there. */
    static Lookups plain() {
        return new Lookups() {
            @Override
            public Resources over(Resources real) {
                return real;
            }

            @Override
            public Secrets over(Secrets real) {
                return real;
            }
        };
    }
}
