package jigi.operate.notify;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresOnCallTest extends OnCallTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
