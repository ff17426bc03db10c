package jigi.operate.notify;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresGroupsTest extends GroupsTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
