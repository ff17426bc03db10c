package jigi.operate.notify;

import jigi.base.store.TestDatabase;

class SqliteGroupsTest extends GroupsTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
