package jigi.detect.probe.log;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;

class SqliteLogRepositoryTest extends LogRepositoryTest {
  @Override
  Store open(Path folder) {
    return TestStores.sqlite(folder);
  }
}
