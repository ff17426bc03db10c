package jigi.present.report;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresDaysTest extends DaysTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
