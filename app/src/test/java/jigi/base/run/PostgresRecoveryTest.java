package jigi.base.run;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresRecoveryTest extends RecoveryTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
