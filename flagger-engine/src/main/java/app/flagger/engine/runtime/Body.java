package app.flagger.engine.runtime;

import app.flagger.api.Call;

/** What a call does with a plug. */
@FunctionalInterface
interface Body<T> {
    T run(Call call) throws Exception;
}
