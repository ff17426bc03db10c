package jigi.base.run;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresStepKindsInRunsTest extends StepKindsInRunsTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
