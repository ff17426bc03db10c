package jigi.operate.incident;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresIncidentGuideTest extends IncidentGuideTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
