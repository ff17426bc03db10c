package jigi.present.report;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresReportsTest extends ReportsTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
