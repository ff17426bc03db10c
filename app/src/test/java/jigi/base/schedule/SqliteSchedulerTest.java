package jigi.base.schedule;

import jigi.base.store.TestDatabase;

class SqliteSchedulerTest extends SchedulerTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
