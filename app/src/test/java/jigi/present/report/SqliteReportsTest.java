package jigi.present.report;

import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class SqliteReportsTest extends ReportsTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
