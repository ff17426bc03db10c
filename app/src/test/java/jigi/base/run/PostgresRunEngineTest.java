package jigi.base.run;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresRunEngineTest extends RunEngineTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
