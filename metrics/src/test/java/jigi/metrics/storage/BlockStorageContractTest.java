package jigi.metrics.storage;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class BlockStorageContractTest extends SampleStorageContract {
  @TempDir Path directory;

  @Override
  protected SampleStorage open() throws Exception {
    return BlockStorage.open(directory, StorageOptions.small(), new TestClock(), event -> {});
  }
}
