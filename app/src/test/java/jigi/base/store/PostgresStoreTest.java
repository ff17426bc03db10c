package jigi.base.store;

import java.nio.file.Path;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresStoreTest extends StoreTest {
  @Override
  Store open(Path folder) {
    return TestStores.postgres();
  }
}
