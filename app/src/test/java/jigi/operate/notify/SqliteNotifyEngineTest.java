package jigi.operate.notify;

import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class SqliteNotifyEngineTest extends NotifyEngineTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
