package jigi.present.report;

import jigi.base.store.TestDatabase;

class SqliteReportsTest extends ReportsTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
