package jigi.base.schedule;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresSchedulerTest extends SchedulerTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
