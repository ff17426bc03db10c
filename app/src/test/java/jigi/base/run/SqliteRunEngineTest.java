package jigi.base.run;

import jigi.base.store.TestDatabase;

class SqliteRunEngineTest extends RunEngineTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
