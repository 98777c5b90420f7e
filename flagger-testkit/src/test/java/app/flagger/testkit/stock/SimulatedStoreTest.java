package app.flagger.testkit.stock;

import app.flagger.api.plug.CanaryStore;
import app.flagger.testkit.contract.CanaryStoreContract;
import app.flagger.testkit.world.SimulatedStore;

class SimulatedStoreTest extends CanaryStoreContract {
    private final CanaryStore store = new SimulatedStore();

    @Override
    protected CanaryStore store() {
        return store;
    }

    @Override
    protected boolean singleThreaded() {
        return true;
    }
}
