package jigi.operate.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The symptoms are those of the manuals that ship. */
class SymptomsTest {
  private static final List<Runbook> SHELF =
      List.of(
          book("emergency-restart", "Backend API 또는 Frontend가 응답하지 않는다"),
          book("db-recovery", "PostgreSQL에 연결할 수 없다"),
          book("cache-cleanup", "Redis 메모리가 늘어난다, 캐시 히트율이 떨어진다"),
          book("disk-full", "No space left on device"),
          book("certificate-expired", "NET::ERR_CERT_DATE_INVALID"),
          book("gateway-502", "재배포 후에도 이전 버전 노출, 502 오류"),
          book("mysql-down", "Communications link failure, mysqld exporter Down"),
          book("silent", null));

  private static Runbook book(String name, @Nullable String symptom) {
    return new Runbook(
        "shop",
        name,
        name,
        "runbooks/" + name + ".md",
        symptom,
        null,
        null,
        Map.of(),
        Set.of(),
        List.of(),
        List.of(),
        null,
        null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "API가 응답하지 않는다 | emergency-restart",
        "PostgreSQL 연결 불가 | db-recovery",
        "캐시 히트율이 떨어졌다 | cache-cleanup",
        "2026-11-21 09:00:01 ERROR write /var/lib/x: No space left on device | disk-full",
        "Chrome says NET::ERR_CERT_DATE_INVALID | certificate-expired",
        "GET / 502 Bad Gateway | gateway-502",
        "com.mysql.cj.jdbc.exceptions: Communications link failure | mysql-down",
      })
  void theBestFitIsFirst(String seen, String runbook) {
    List<Symptoms.Fit> fits = Symptoms.fitting(SHELF, seen);

    assertThat(fits).isNotEmpty();
    assertThat(fits.getFirst().runbook().name()).isEqualTo(runbook);
  }

  @Test
  void whatIsSaidOfEverythingFitsNothing() {
    assertThat(Symptoms.fitting(SHELF, "오류")).isEmpty();
    assertThat(Symptoms.fitting(SHELF, "")).isEmpty();
    assertThat(Symptoms.fitting(SHELF, "12 new lines, 0 of them errors")).isEmpty();
    assertThat(Symptoms.fitting(SHELF, "the build took 93 s on the second device")).isEmpty();
  }
}
