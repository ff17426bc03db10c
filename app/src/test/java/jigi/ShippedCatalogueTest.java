package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.schedule.Recurrence;
import jigi.operate.backup.Plan;
import jigi.operate.checklist.Checklist;
import jigi.operate.runbook.Runbook;
import jigi.present.report.ReportPlan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every script and block of commands of the old manuals has its place in one that ships. */
class ShippedCatalogueTest {
  /** What it was, what it is now, and when it goes by itself. */
  private static final String CATALOGUE =
      """
      timbel      | daily-health-check.sh        | checklist daily               | daily 09:00
      timbel      | log rotation check           | checklist daily-logs          | daily 09:00
      timbel      | backup status check          | checklist daily-review        | daily 09:30
      timbel      | weekly-performance-report.sh | report weekly                 | weekly mon 10:00
      timbel      | weekly security block        | checklist weekly              | weekly mon 10:00
      timbel      | monthly capacity block       | checklist monthly             | first week 10:00
      timbel      | monthly performance block    | report monthly                | first week 10:00
      timbel      | DB optimisation, vacuum      | runbook db-vacuum             | weekly sun 02:00
      timbel      | DB optimisation, statistics  | runbook db-statistics         | -
      timbel      | DB optimisation, reindex     | runbook db-reindex            | -
      timbel      | cache optimisation block     | runbook cache-cleanup         | -
      timbel      | security-monitor.sh          | runbook security-monitor      | hourly
      timbel      | backup-full.sh               | plan database                 | daily 02:00
      timbel      | backup-full.sh by hand       | runbook backup-full           | -
      timbel      | backup-incremental.sh, WAL   | plan wal                      | weekly sun 00:30
      timbel      | backup-incremental.sh, AOF   | plan redis                    | every 4h
      timbel      | backup-archive.sh            | plan archive                  | weekly sun 01:00
      timbel      | recovery-test.sh             | checklist recovery-test       | second saturday 10:00
      timbel      | emergency-restart.sh         | runbook emergency-restart     | -
      timbel      | db-recovery.sh               | runbook db-recovery           | -
      timbel      | security-update.sh           | checklist security-patch      | second tuesday 02:00
      timbel      | app-update.sh                | deployment backend            | -
      t-developer | daily health check           | checklist daily               | daily 09:00
      t-developer | weekly report                | checklist weekly-report       | weekly mon 10:00
      t-developer | monthly maintenance          | checklist monthly-maintenance | first week 10:00
      t-developer | P0 command blocks            | runbook outage                | -
      t-developer | P1 command blocks            | runbook performance           | -
      t-developer | slow response block          | runbook agent                 | -
      t-developer | error rate block             | runbook error-patterns        | -
      t-developer | DR blocks                    | runbook disaster-recovery     | -
      t-developer | security daily check         | checklist daily-security      | daily 09:00
      t-developer | security audit               | checklist monthly-audit       | monthly 15 10:00
      t-developer | data leak blocks             | runbook data-leak             | -
      t-developer | suspicious activity blocks   | runbook suspicious-activity   | -
      t-developer | scaling blocks               | runbook surge                 | -
      gear-freak  | daily check blocks           | checklist daily               | daily 09:00
      gear-freak  | weekly check blocks          | checklist weekly              | weekly mon 10:00
      gear-freak  | restore test block           | checklist restore-test        | monthly 1 14:00
      gear-freak  | monthly blocks               | checklist monthly             | monthly 1 09:00
      gear-freak  | DR drill                     | checklist disaster-recovery   | quarterly 15 10:00
      gear-freak  | backup.sh                    | plan database                 | daily 03:00
      gear-freak  | security check block         | checklist security            | weekly mon 11:00
      gear-freak  | service down                 | runbook service-down          | -
      gear-freak  | DB connection failed         | runbook db-connection         | -
      gear-freak  | disk full                    | runbook disk-full             | -
      gear-freak  | certificate expired          | runbook certificate-expired   | -
      web-project | deploy-blue-green.sh         | deployment backend            | -
      web-project | weekly rehearsal             | runbook rehearsal             | -
      web-project | deploy-gateway workflow      | runbook gateway-workflow      | -
      web-project | manual gateway compose       | runbook gateway-apply         | -
      web-project | certbot-issue.sh             | runbook certificate           | -
      web-project | image and volume clean-up    | checklist weekly              | weekly wed 10:00
      web-project | mysqldump                    | plan mysql                    | -
      event-ocr   | db-backup.sh                 | plan database                 | daily 02:00
      event-ocr   | backup-system.sh, files      | plan uploads                  | daily 02:30
      event-ocr   | backup-system.sh, changes    | plan increments               | weekly sun 01:00
      event-ocr   | backup-system.sh, settings   | plan settings                 | -
      event-ocr   | restore-procedure.sh         | runbook restore-procedure     | -
      event-ocr   | deploy.sh, rollback.sh       | deployment app                | -
      """;

  @Test
  void everyScriptOfTheOldManualsHasItsPlaceAndItsTime() throws IOException {
    Map<String, Map<String, String>> shipped = new TreeMap<>();
    Map<String, String> wanted = new TreeMap<>();
    Map<String, String> found = new TreeMap<>();
    for (String line : CATALOGUE.lines().toList()) {
      String[] cells = line.split("\\s*\\|\\s*");
      if (!shipped.containsKey(cells[0])) {
        shipped.put(cells[0], jobs(ShippedManual.read(cells[0])));
      }
      String key = cells[0] + ": " + cells[1] + ": " + cells[2];
      wanted.put(key, cells[3]);
      found.put(key, shipped.get(cells[0]).getOrDefault(cells[2], "is missing"));
    }
    assertThat(found).isEqualTo(wanted);
  }

  /** What a manual does, and when. */
  private static Map<String, String> jobs(ShippedManual shipped) {
    Map<String, String> all = new TreeMap<>();
    for (Checklist each : shipped.manual().part(shipped.parts().checklists)) {
      all.put("checklist " + each.name(), when(each.recurrence()));
    }
    for (Runbook each : shipped.manual().part(shipped.parts().runbooks)) {
      all.put("runbook " + each.name(), when(each.recurrence()));
    }
    for (ReportPlan each : shipped.manual().part(shipped.parts().reports)) {
      all.put("report " + each.name(), when(each.recurrence()));
    }
    for (Plan each : shipped.manual().part(shipped.parts().backups).plans().values()) {
      all.put("plan " + each.name(), when(each.recurrence()));
    }
    for (String name : shipped.manual().part(shipped.parts().deployments).deployments().keySet()) {
      all.put("deployment " + name, "-");
    }
    return all;
  }

  private static String when(@Nullable Recurrence recurrence) {
    return recurrence == null ? "-" : recurrence.schedule().text();
  }
}
