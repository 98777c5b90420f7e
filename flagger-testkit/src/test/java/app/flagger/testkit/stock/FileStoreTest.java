package app.flagger.testkit.stock;

import app.flagger.api.plug.CanaryStore;
import app.flagger.engine.FileStore;
import app.flagger.testkit.contract.CanaryStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends CanaryStoreContract {
    @TempDir
    Path directory;

    @Override
    protected CanaryStore store() {
        return FileStore.in(directory);
    }

    @Override
    protected Optional<CanaryStore> reopened() {
        return Optional.of(FileStore.in(directory));
    }
}
