package jigi.operate.runbook;

import jigi.base.store.TestDatabase;

class SqliteRunbooksTest extends RunbooksTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
