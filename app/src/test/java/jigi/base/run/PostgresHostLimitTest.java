package jigi.base.run;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresHostLimitTest extends HostLimitTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
