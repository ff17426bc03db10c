package jigi.base.run;

import jigi.base.store.TestDatabase;

class SqliteHostLimitTest extends HostLimitTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
