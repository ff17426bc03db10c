package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import jigi.operate.backup.retention.Keep;
import org.junit.jupiter.api.Test;

/** What shipped plans of backups promise. */
class ShippedPlansTest {
  /** The seed names no periods: whoever reads the manual sees which were chosen. */
  @Test
  @Shows("BAK-12")
  void howLongBackupsOfTimbelAreKeptStandsInItsManual() throws IOException {
    ShippedManual timbel = ShippedManual.read("timbel");
    Map<String, Map<String, Keep>> kept = new TreeMap<>();
    timbel
        .manual()
        .part(timbel.parts().backups)
        .plans()
        .forEach((name, plan) -> kept.put(name, plan.goals().keep()));
    assertThat(kept)
        .isEqualTo(
            Map.of(
                "database", Map.of("local", days(30, 3)),
                "archive", Map.of("archive", days(365, 4)),
                "wal", Map.of("incremental", days(7, 2)),
                "redis", Map.of("incremental", days(7, 3))));
    assertThat(timbel.text()).contains("The manual names no periods").contains("own choice");
  }

  private static Keep days(int days, int atLeast) {
    return new Keep(days, 0, atLeast, 0, 0, 0, 0);
  }
}
