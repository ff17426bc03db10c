package jigi.base.journal;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresJournalTest extends JournalTest {
  @Override
  Store open(Path folder) {
    return TestStores.postgres();
  }
}
