package jigi.operate.notify;

import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class SqliteGroupsTest extends GroupsTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
