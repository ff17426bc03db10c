package jigi.operate.checklist;

import jigi.base.store.TestDatabase;

class SqliteChecklistsTest extends ChecklistsTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
