package jigi.detect.alert;

import jigi.base.store.TestDatabase;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresAlertStoryTest extends AlertStoryTest {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRES;
  }
}
