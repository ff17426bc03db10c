package jigi.base.manual;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresManualsTest extends ManualsTest {
  @Override
  Store open(Path folder) {
    return TestStores.postgres();
  }
}
