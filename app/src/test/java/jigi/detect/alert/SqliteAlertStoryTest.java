package jigi.detect.alert;

import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class SqliteAlertStoryTest extends AlertStoryTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
