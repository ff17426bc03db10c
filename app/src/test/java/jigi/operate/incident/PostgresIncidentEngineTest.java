package jigi.operate.incident;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresIncidentEngineTest extends IncidentEngineTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
