package jigi.operate.notify;

import jigi.base.store.TestDatabase;

class SqliteNotifyEngineTest extends NotifyEngineTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
