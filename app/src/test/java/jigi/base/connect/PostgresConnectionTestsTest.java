package jigi.base.connect;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresConnectionTestsTest extends ConnectionTestsTest {
  @Override
  Store open(Path folder) {
    return TestStores.postgres();
  }
}
