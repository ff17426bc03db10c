package jigi.base.run;

import jigi.base.store.TestDatabase;

class SqliteRecoveryTest extends RecoveryTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
