package jigi.base.run;

import jigi.base.store.TestDatabase;

class SqliteStepKindsInRunsTest extends StepKindsInRunsTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
