package jigi.base.store;

import java.nio.file.Path;

class SqliteStoreTest extends StoreTest {
  @Override
  Store open(Path folder) {
    return TestStores.sqlite(folder);
  }
}
