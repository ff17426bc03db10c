package jigi.operate.runbook;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresRunbooksTest extends RunbooksTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
