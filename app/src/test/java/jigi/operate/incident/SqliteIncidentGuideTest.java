package jigi.operate.incident;

import jigi.base.store.TestDatabase;

class SqliteIncidentGuideTest extends IncidentGuideTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
