package jigi.operate.checklist;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresChecklistsTest extends ChecklistsTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
