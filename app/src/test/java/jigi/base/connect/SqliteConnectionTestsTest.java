package jigi.base.connect;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;

class SqliteConnectionTestsTest extends ConnectionTestsTest {
  @Override
  Store open(Path folder) {
    return TestStores.sqlite(folder);
  }
}
