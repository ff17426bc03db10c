package jigi.operate.notify;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresNotifyEngineTest extends NotifyEngineTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
