package jigi.base.manual;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;

class SqliteManualsTest extends ManualsTest {
  @Override
  Store open(Path folder) {
    return TestStores.sqlite(folder);
  }
}
