package jigi.base.journal;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;

class SqliteJournalTest extends JournalTest {
  @Override
  Store open(Path folder) {
    return TestStores.sqlite(folder);
  }
}
