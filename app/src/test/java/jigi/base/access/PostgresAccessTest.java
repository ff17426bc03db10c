package jigi.base.access;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresAccessTest extends AccessTest {
  @Override
  Store open(Path folder) {
    return TestStores.postgres();
  }
}
