package jigi.detect.probe.log;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresLogRepositoryTest extends LogRepositoryTest {
  @Override
  Store open(Path folder) {
    return TestStores.postgres();
  }
}
