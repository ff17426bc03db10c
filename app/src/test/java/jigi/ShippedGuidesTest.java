package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import jigi.detect.rule.Rule;
import jigi.detect.rule.Template;
import jigi.operate.runbook.Runbook;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert of a shipped manual is told what to do about it. */
class ShippedGuidesTest {
  @Test
  @Shows({"RB-02", "RB-33"})
  void everyAlertOfEveryManualNamesAGuideThatAnswersIt() throws Exception {
    for (String name : ShippedManual.all()) {
      ShippedManual shipped = ShippedManual.read(name);
      Map<String, Runbook> runbooks =
          shipped.manual().part(shipped.parts().runbooks).stream()
              .collect(Collectors.toMap(Runbook::name, Function.identity()));
      for (Rule.Alerting alert : alerts(shipped)) {
        Template written = alert.texts().annotations().get("runbook");
        String place = name + " " + alert.name();
        assertThat(written).as(place + " names no guide").isNotNull();
        Runbook guide = runbooks.get(String.valueOf(written == null ? null : written.text()));
        assertThat(guide).as(place + ": no runbook is called " + written).isNotNull();
        assertThat(guide == null ? Map.of() : guide.onAlert())
            .as(place + " is not answered by its guide")
            .containsKey(alert.name());
      }
    }
  }

  @Test
  void everyGuideSaysHowItsSituationIsRecognised() throws Exception {
    Map<String, String> silent = new TreeMap<>();
    for (String name : ShippedManual.all()) {
      ShippedManual shipped = ShippedManual.read(name);
      for (Runbook runbook : shipped.manual().part(shipped.parts().runbooks)) {
        if (!runbook.onAlert().isEmpty() && runbook.symptom() == null) {
          silent.put(name, runbook.name());
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  /** All backups of a system hold its lock {@code backup}, see {@code BackupDueTest}. */
  @Test
  @Shows("BAK-06")
  void whatChangesTimbelsDatabaseAndItsBackupsWaitForEachOther() throws Exception {
    ShippedManual timbel = ShippedManual.read("timbel");
    Map<String, List<String>> locks =
        timbel.manual().part(timbel.parts().runbooks).stream()
            .collect(
                Collectors.toMap(
                    Runbook::name, each -> Objects.requireNonNull(each.definition()).locks()));
    for (String name :
        List.of("db-vacuum", "db-reindex", "db-statistics", "backup-full", "backup-archive")) {
      assertThat(locks.get(name)).as(name).contains("timbel/backup");
    }
  }

  private static List<Rule.Alerting> alerts(ShippedManual shipped) throws IOException {
    return shipped.manual().part(shipped.parts().rules).groups().stream()
        .flatMap(group -> group.rules().stream())
        .filter(Rule.Alerting.class::isInstance)
        .map(Rule.Alerting.class::cast)
        .toList();
  }
}
