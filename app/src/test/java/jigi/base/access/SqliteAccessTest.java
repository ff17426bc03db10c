package jigi.base.access;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;

class SqliteAccessTest extends AccessTest {
  @Override
  Store open(Path folder) {
    return TestStores.sqlite(folder);
  }
}
