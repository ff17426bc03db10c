package jigi.base.access;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class SqliteAccessTest extends AccessTest {
  @Override
  Store open(Path folder) {
    return TestStores.sqlite(folder);
  }
}
