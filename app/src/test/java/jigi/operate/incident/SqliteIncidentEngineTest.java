package jigi.operate.incident;

import jigi.base.store.TestDatabase;

class SqliteIncidentEngineTest extends IncidentEngineTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
