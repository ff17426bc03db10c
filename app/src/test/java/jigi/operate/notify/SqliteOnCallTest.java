package jigi.operate.notify;

import jigi.base.store.TestDatabase;

class SqliteOnCallTest extends OnCallTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
