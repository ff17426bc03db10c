package jigi.detect.alert;

import jigi.base.store.TestDatabase;

class SqliteAlertStoryTest extends AlertStoryTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
