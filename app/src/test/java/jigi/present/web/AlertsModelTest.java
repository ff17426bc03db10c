package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.present.api.view.AlertRow;
import org.junit.jupiter.api.Test;

/** Ten thousand alerts on pages. */
class AlertsModelTest {
  private static final Instant THEN = Instant.parse("2026-03-01T00:00:00Z");

  private static List<AlertRow> rows(int count) {
    List<AlertRow> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(
          new AlertRow(
              "a" + i,
              "shop",
              null,
              "Down",
              "critical",
              i % 10 == 0 ? AlertRow.State.PENDING : AlertRow.State.FIRING,
              THEN.plusSeconds(i % 7),
              null,
              "s" + i + " does not answer",
              "",
              null,
              0,
              Map.of("host", "h" + i % 100)));
    }
    return all;
  }

  private static AlertsModel model(String state, String words, int page) {
    return AlertsModel.of(rows(10_000), new AlertsModel.Asked(state, words, page));
  }

  @Test
  void eachIsOnExactlyOnePageAndWhatFiresComesFirst() {
    AlertsModel first = model("", "", 1);
    assertThat(first.firing()).isEqualTo(9000);
    assertThat(first.pages()).isEqualTo(50);
    assertThat(first.rows()).hasSize(200).allMatch(row -> row.state() == AlertRow.State.FIRING);
    Set<String> seen = new HashSet<>();
    for (int page = 1; page <= first.pages(); page++) {
      model("", "", page).rows().forEach(row -> assertThat(seen.add(row.id())).isTrue());
    }
    assertThat(seen).hasSize(10_000);
    assertThat(model("", "", 99).page()).isEqualTo(50);
  }

  @Test
  void findsByStateAndByWordsOfTheLabels() {
    AlertsModel found = model("firing", "host=h77", 1);
    assertThat(found.matching()).isEqualTo(100);
    assertThat(found.link(2)).isEqualTo("/alerts?state=firing&q=host%3Dh77&page=2");
    assertThat(found.in("")).isEqualTo("/alerts?q=host%3Dh77");
    assertThat(model("", "S4711 ", 1).rows()).extracting(AlertRow::id).containsExactly("a4711");
    assertThat(model("", "nothing of the kind", 1).rows()).isEmpty();
  }
}
