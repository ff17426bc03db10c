package jigi.detect.alert;

import static org.assertj.core.api.Assertions.assertThat;

import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class SqliteAlertStoryTest extends AlertStoryTest {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }

  /** Here only: what it costs is the same for both databases. */
  @Test
  void keepsTenThousandAlertsApart() {
    String[] names = new String[10_000];
    for (int i = 0; i < names.length; i++) {
      names[i] = "c" + i;
    }
    story.rules(WEB_DOWN.replace("15s", "1h").replace("for: 5m", "for: 0s")).answers("web");
    story.at("1m");
    story.failsTogether(names);
    assertThat(story.alerts().active("shop")).hasSize(10_000).allMatch(Alert::isFiring);
  }
}
