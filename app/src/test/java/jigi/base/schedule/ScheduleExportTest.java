package jigi.base.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import jigi.Shows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleExportTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          daily 09:00          | 0 9 * * *           | *-*-* 09:00
          weekly mon,thu 10:30 | 30 10 * * 1,4       | Mon,Thu *-*-* 10:30
          monthly 1 09:00      | 0 9 1 * *           | *-*-01 09:00
          monthly last 23:50   | 50 23 28-31 * * [ $(date -d tomorrow +\\%d) -eq 1 ] && | *-*~01 23:50
          second saturday 02:00| 0 2 8-14 * * [ $(date +\\%u) -eq 6 ] && | Sat *-*-08..14 02:00
          quarterly 1 09:00    | 0 9 1 1,4,7,10 *    | *-01,04,07,10-01 09:00
          every 4h             | 0 0,4,8,12,16,20 * * * | *-*-* 00:00
          cron 0 2 * * 0       | 0 2 * * 0           | Sun *-*-* 02:00
          """)
  @Shows("ENV-17")
  void writesCronAndSystemd(String text, String cron, String calendar) {
    Scheduled item =
        new Scheduled(
            "shop",
            "runbook/rotate",
            "Rotate",
            ((ScheduleReader.Read.Good) ScheduleReader.read(text)).schedule(),
            Schedule.Calendar.of(ZoneId.of("Asia/Seoul")),
            Duration.ofMinutes(5));

    assertThat(ScheduleExport.crontab(List.of(item)).lines())
        .contains("CRON_TZ=Asia/Seoul", cron + " jigi runbook run shop/rotate");
    assertThat(ScheduleExport.systemd(List.of(item)).get("jigi-shop-runbook-rotate.timer"))
        .contains("OnCalendar=" + calendar + ":00 Asia/Seoul\n", "Persistent=true");
  }

  @Test
  void callsOnlyCommandsThatThereAre() {
    List<Scheduled> all =
        Stream.of("checklist", "runbook", "backup", "drill", "verify", "report")
            .map(
                kind ->
                    new Scheduled(
                        "shop",
                        kind + "/nightly",
                        "Nightly",
                        ((ScheduleReader.Read.Good) ScheduleReader.read("daily 02:00")).schedule(),
                        Schedule.Calendar.of(ZoneId.of("Asia/Seoul")),
                        Duration.ofMinutes(5)))
            .toList();

    assertThat(ScheduleExport.crontab(all).lines())
        .contains("0 2 * * * jigi checklist run shop/nightly")
        .contains("0 2 * * * jigi runbook run shop/nightly")
        .contains("0 2 * * * jigi backup run shop/nightly")
        .contains("0 2 * * * jigi backup drill shop/nightly")
        .contains("0 2 * * * jigi report make shop/nightly")
        .noneMatch(line -> line.contains("verify"))
        .filteredOn(line -> line.startsWith("# by Jigi alone"))
        .hasSize(1);
    assertThat(ScheduleExport.systemd(all)).hasSize(10);
  }
}
