package jigi.present.report;

import jigi.base.store.TestDatabase;

class SqliteDaysTest extends DaysTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
