package app.flagger.testkit.contract;

import app.flagger.api.Call;
import org.jspecify.annotations.Nullable;

/** Something that a plug is asked to do. */
@FunctionalInterface
interface PlugBody {
    @Nullable
    Object run(Call call) throws Exception;
}
