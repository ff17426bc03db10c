package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import jigi.Shows;
import jigi.testing.JigiCommand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the shipped manuals' runbooks and checklists do, told within the story of all manuals. */
abstract class ManualsRuns extends ManualsAlerts {
  @Test
  @Shows("INV-25")
  void everyChecklistSaysWhoDoesItHowLongItTakesAndUntilWhen() {
    assertThat(jigi.page("/checklists/gear-freak/daily"))
        .contains("<dd>운영팀</dd>", "10분", "시작 후 8시간");
    assertThat(jigi.page("/checklists/gear-freak/weekly"))
        .contains("<dd>운영팀, DevOps</dd>", "30분", "매주 월요일 10:00");
    assertThat(jigi.page("/checklists/gear-freak/monthly"))
        .contains("<dd>DevOps, 인프라팀</dd>", "2시간", "매월 1일 09:00");
    for (JsonNode row : jigi.get("/api/v1/checklists").path("checklists")) {
      JsonNode terms = row.path("terms");
      assertThat(terms.path("roles")).as("" + row).isNotEmpty();
      assertThat(terms.path("dueMinutes").asLong()).as("" + row).isPositive();
      boolean dated = row.path("name").asText().equals("next-steps");
      assertThat(dated || terms.path("takesMinutes").asLong() > 0).as("" + row).isTrue();
    }
  }

  @Test
  @Shows("RB-33")
  void everyAlertOfEventOcrLinksToItsGuide() {
    List<String> rules =
        Pattern.compile("href=\"(/rules/event-ocr/[^\"]+)\"")
            .matcher(jigi.page("/rules"))
            .results()
            .map(found -> found.group(1))
            .distinct()
            .toList();
    assertThat(rules).hasSizeGreaterThan(6);
    for (String rule : rules) {
      assertThat(jigi.page(rule)).as(rule).contains("href=\"/runbooks/event-ocr/");
    }
  }

  @Test
  @Shows({"CHK-23", "CHK-21"})
  void gearFreaksUpdateLooksBacksUpAsksUpdatesAndVerifies() throws Exception {
    for (String name : List.of("api", "serverpod", "postgres", "redis")) {
      awaitStatus("gear-freak", name, "ok");
    }
    jigi.post("/api/v1/checklists/gear-freak/monthly/run", Map.of());
    pass("it asks before it updates", () -> asks(run("system-update"), "update"));
    JsonNode update = run("system-update");
    assertThat(outputs(update)).contains("kernel.x86_64", "업데이트가 있음");
    assertThat(states(update)).startsWith("succeeded", "succeeded");
    assertThat(jigi.page("/backups/gear-freak/database")).contains("postgres_");
    approve(update);
    pass("it asks before it reboots", () -> asks(run("system-update"), "reboot"));
    assertThat(outputs(run("system-update"))).contains("재부팅이 필요함");
    approve(run("system-update"));
    pass("it has seen all services again", () -> ended(run("system-update")));
    assertThat(run("system-update").path("state").asText())
        .as("" + states(run("system-update")))
        .isEqualTo("succeeded");
    JsonNode begun = newest("gear-freak/monthly");
    pass("the item is ticked", () -> line(begun, 0).path("status").asText().equals("ok"));
    for (JsonNode line : sheet(begun).path("lines")) {
      if (line.path("status").asText().equals("open")) {
        tick(begun, line);
      }
    }
    sign(begun, Map.of("개선 사항", "이미지 정리 주기를 줄인다", "다음 달 계획", "t3.small 검토"));
    assertThat(command("checklist", "export", "gear-freak/monthly").out())
        .containsPattern("- 월: 20[0-9]{2}-[0-9]{2}")
        .contains("담당자", "시스템 업데이트 완료", "미사용 이미지 삭제", "월간 비용 예산 내")
        .contains("개선 사항\n\n이미지 정리 주기를 줄인다", "다음 달 계획\n\nt3.small 검토");
  }

  @Test
  @Shows("CHK-19")
  void gearFreaksWeekIsSignedWithWhatWasFoundAndDone() throws Exception {
    jigi.post("/api/v1/checklists/gear-freak/weekly/run", Map.of());
    JsonNode begun = newest("gear-freak/weekly");
    assertThat(jigi.page("/checklists/runs/" + begun.asText()))
        .containsPattern("주차 [0-9]{2}/[0-9]{2} ~ [0-9]{2}/[0-9]{2}");
    pass("what answers by itself has", () -> automaticDone(begun));
    for (JsonNode line : sheet(begun).path("lines")) {
      if (line.path("status").asText().equals("open")) {
        tick(begun, line);
      }
    }
    sign(begun, Map.of("발견 이슈", "느린 쿼리 하나", "조치 사항", "색인을 더했다"));
    assertThat(command("checklist", "export", "gear-freak/weekly").out())
        .containsPattern("- 주차: [0-9]{2}/[0-9]{2} ~ [0-9]{2}/[0-9]{2}")
        .contains("담당자", "SSL 인증서", "보안 로그", "발견 이슈\n\n느린 쿼리 하나", "조치 사항\n\n색인을 더했다");
  }

  @Test
  @Shows({"CHK-35", "CHK-37"})
  void signingTheGoLiveBeginsTheDatedTasksAfterIt() throws Exception {
    assertThat(jigi.page("/checklists/event-ocr/rollout"))
        .contains("선행 작업", "07_Testing_QA 완료", "모든 개발 워크플로우 완료", "40시간")
        .contains("DevOps 엔지니어", "백엔드 시니어 개발자", "프로젝트 매니저");
    for (String name : List.of("balancer", "app-2", "database")) {
      awaitStatus("event-ocr", name, "ok");
    }
    jigi.post("/api/v1/checklists/event-ocr/go-live/run", Map.of());
    JsonNode begun = newest("event-ocr/go-live");
    pass("what answers by itself has", () -> automaticDone(begun));
    for (JsonNode line : sheet(begun).path("lines")) {
      if (!line.path("status").asText().equals("ok")) {
        tick(begun, line);
      }
    }
    sign(begun, Map.of());
    JsonNode next = newest("event-ocr/next-steps");
    java.time.Instant start =
        java.time.Instant.parse(sheet(next).path("done").path("started").asText());
    assertThat(sheet(next).path("lines").findValuesAsText("due"))
        .extracting(due -> java.time.Duration.between(start, java.time.Instant.parse(due)).toDays())
        .containsExactly(14L, 90L, 30L, 90L);
    String month = start.plus(java.time.Duration.ofDays(14)).toString().substring(0, 7);
    assertThat(jigi.page("/calendar?month=" + month) + jigi.page("/calendar"))
        .contains("안정화 기간 (2주)", "/checklists/runs/" + next.asText());
  }

  @Test
  @Shows("CHK-12")
  void tDevelopersReportIsDueOnMondays() {
    JsonNode report =
        StreamSupport.stream(jigi.get("/api/v1/schedule").path("schedule").spliterator(), false)
            .filter(row -> row.path("name").asText().equals("weekly-report"))
            .findFirst()
            .orElseThrow();
    assertThat(report.path("schedule").asText()).isEqualTo("weekly mon 10:00");
    java.time.ZonedDateTime next =
        java.time.Instant.parse(report.path("next").asText())
            .atZone(java.time.ZoneId.of("Asia/Seoul"));
    assertThat(next.getDayOfWeek()).isEqualTo(java.time.DayOfWeek.MONDAY);
    assertThat(next.toLocalTime()).isEqualTo(java.time.LocalTime.of(10, 0));
    assertThat(jigi.page("/checklists/t-developer/weekly-report"))
        .contains("평균 응답시간 (지난 7일)", "성공률 (지난 7일)", "사용자 수", "매주 월요일 10:00");
  }

  @Test
  @Shows("FIX-21")
  void timbelsStatisticsAreKeptInTheRunBeforeTheyAreReset() throws Exception {
    awaitStatus("timbel", "postgres", "ok");
    psql("SELECT count(*) AS before_the_reset FROM generate_series(1, 500000)");
    jigi.post("/api/v1/runbooks/timbel/db-statistics/run", Map.of());
    pass("it ended", () -> ended(run("db-statistics")));
    assertThat(run("db-statistics").path("state").asText())
        .as(states(run("db-statistics")) + outputs(run("db-statistics")))
        .isEqualTo("succeeded");
    assertThat(outputs(run("db-statistics"))).contains("before_the_reset");
    assertThat(psql("SELECT query FROM pg_stat_statements")).doesNotContain("before_the_reset");
    assertThat(psql("SELECT count(last_analyze) > 0 FROM pg_stat_all_tables").strip())
        .isEqualTo("t");
  }

  @Test
  @Shows("RB-05")
  void timbelsDatabaseIsRestoredIntoANewVolumeWhenNothingElseHelps() throws Exception {
    awaitStatus("timbel", "postgres", "ok");
    psql("CREATE TABLE kept AS SELECT i AS id FROM generate_series(1, 700) i");
    JigiCommand.Ran backup = command("backup", "run", "timbel/database", "--follow");
    assertThat(backup.exit()).as(backup.out() + backup.err()).isZero();
    // What the ladder before it does is told elsewhere.
    assertThat(command("automation", "hold", "timbel").exit()).isZero();
    service("stop", "timbel-postgres");
    Files.write(state.resolve("timbel-postgres.data/global/pg_control"), new byte[8192]);
    awaitStatus("timbel", "postgres", "fail");
    jigi.post("/api/v1/runbooks/timbel/db-restore/run", Map.of());
    pass("it asks before it throws away", () -> asks(run("db-restore"), "volume rm"));
    assertThat(states(run("db-restore"))).startsWith("succeeded", "succeeded");
    approve(run("db-restore"));
    pass("it is restored", () -> ended(run("db-restore")));
    assertThat(run("db-restore").path("state").asText())
        .as(states(run("db-restore")) + outputs(run("db-restore")))
        .isEqualTo("succeeded");
    assertThat(psql("SELECT count(*) FROM kept").strip()).isEqualTo("700");
    awaitStatus("timbel", "postgres", "ok");
    try (java.util.stream.Stream<java.nio.file.Path> files = Files.list(state)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("a copy of the broken volume")
          .anyMatch(name -> name.startsWith("timbel-postgres.data_"));
    }
    pass("its alert ends", () -> !firing("DatabaseDown"));
    assertThat(command("automation", "allow", "timbel").exit()).isZero();
  }

  private static String psql(String query) throws Exception {
    return psql("7093", "timbel_user", "timbel_cicd_operator", query);
  }

  static String psql(String port, String user, String database, String query) throws Exception {
    return output("psql", "-h", "127.0.0.1", "-p", port, "-U", user, "-At", "-c", query, database);
  }

  private static String output(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static String mysql(String query) throws Exception {
    return output("mysql", "-h", "127.0.0.1", "-P", "7104", "-u", "root", "-Ne", query).strip();
  }

  @Test
  @Shows({"FIX-24", "RB-01"})
  void webProjectsDatabaseIsMadeReadOnlyBeforeItIsRepaired() throws Exception {
    awaitStatus("web-project", "mysql", "ok");
    assertThat(jigi.page("/runbooks/web-project/mysql-down"))
        .contains("Communications link failure, mysqld exporter Down", "긴급", "30분")
        .contains("진단: 스택 상태", "조치: MySQL 재기동", "읽기 전용으로 바꾸고 데이터 복구", "mysql-ok");
    jigi.post("/api/v1/runbooks/web-project/mysql-read-only/run", Map.of());
    pass("it asks", () -> asks(run("mysql-read-only"), "read_only = ON"));
    assertThat(mysql("SELECT @@global.read_only")).isEqualTo("0");
    approve(run("mysql-read-only"));
    pass("it ended", () -> ended(run("mysql-read-only")));
    String now = mysql("SELECT @@global.read_only");
    mysql("SET GLOBAL read_only = OFF");
    assertThat(run("mysql-read-only").path("state").asText())
        .as(states(run("mysql-read-only")) + outputs(run("mysql-read-only")))
        .isEqualTo("succeeded");
    assertThat(now).isEqualTo("1");
    assertThat(jigi.page("/runs/" + run("mysql-read-only").path("id").asText()))
        .contains("1. 지금의 상태", "2. 읽기 전용으로");
  }

  @Test
  @Shows("RB-26")
  void webProjectsDataIsRecoveredWithItsWritersStopped() throws Exception {
    awaitStatus("web-project", "mysql", "ok");
    mysql("CREATE TABLE web.kept AS SELECT 7 AS id");
    JigiCommand.Ran backup = command("backup", "run", "web-project/mysql", "--follow");
    assertThat(backup.exit()).as(backup.out() + backup.err()).isZero();
    mysql("DELETE FROM web.kept");
    mysql("SET GLOBAL read_only = ON");
    jigi.post("/api/v1/runbooks/web-project/mysql-restore/run", Map.of());
    pass("it asks", () -> asks(run("mysql-restore"), "stop backend-blue"));
    assertThat(states(run("mysql-restore"))).startsWith("succeeded");
    approve(run("mysql-restore"));
    pass("it ended", () -> ended(run("mysql-restore")));
    mysql("SET GLOBAL read_only = OFF");
    assertThat(run("mysql-restore").path("state").asText())
        .as(states(run("mysql-restore")) + outputs(run("mysql-restore")))
        .isEqualTo("succeeded");
    assertThat(mysql("SELECT id FROM web.kept")).isEqualTo("7");
    awaitStatus("web-project", "gateway", "ok");
  }

  /** The link that hands an error with such a word on; null while there is none. */
  private static @Nullable String reported(String word) {
    return Pattern.compile(
            "href=\"(/runbooks/gear-freak/report-error\\?p-MESSAGE=[^\"]*" + word + "[^\"]*)\"")
        .matcher(jigi.page("/services/gear-freak/serverpod-log"))
        .results()
        .map(found -> found.group(1).replace("&amp;", "&"))
        .findFirst()
        .orElse(null);
  }

  @Test
  @Shows({"LOG-07", "RB-21"})
  void anErrorOfGearFreakIsHandedToItsTracker() throws Exception {
    awaitStatus("gear-freak", "serverpod-log", "ok");
    Files.writeString(
        state.resolve("serverpod.log"),
        "ERROR payment 4711 failed: card <expired>\n",
        java.nio.file.StandardOpenOption.APPEND);
    pass("it is offered", () -> reported("payment") != null);
    String form = jigi.page(Objects.requireNonNull(reported("payment")));
    assertThat(form).contains("name=\"p-MESSAGE\"", "payment 4711 failed: card", "High", "Medium");
    jigi.post(
        "/api/v1/runbooks/gear-freak/report-error/run",
        Map.of(
            "parameters",
            Map.of(
                "MESSAGE",
                "payment 4711 failed: card <expired>",
                "URGENCY",
                "High",
                "ACTION",
                "롤백")));
    pass("it is handed on", () -> ended(run("report-error")));
    assertThat(run("report-error").path("state").asText())
        .as("" + steps(run("report-error")))
        .isEqualTo("succeeded");
    String[] received =
        Files.readAllLines(state.resolve("gear-tracker.inbox")).getLast().split("\t", -1);
    assertThat(new String(Base64.getDecoder().decode(received[1]), StandardCharsets.UTF_8))
        .contains("payment 4711 failed: card <expired>", "긴급도: High", "제안하는 조치: 롤백");
  }

  private static JigiCommand.Ran deployed(String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("deploy"));
    all.addAll(List.of(words));
    JigiCommand.Ran ran = command(all.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.out() + ran.err() + jigi.log()).isZero();
    return ran;
  }

  private static List<String> versions(String deployment) {
    return StreamSupport.stream(
            jigi.get("/api/v1/deployments/" + deployment).path("sides").spliterator(), false)
        .map(side -> side.path("version").asText() + " " + side.path("health").asText())
        .toList();
  }

  @Test
  @Shows({"DEP-02", "DEP-08", "DEP-09", "DEP-10", "DEP-11", "DEP-12"})
  void timbelsBackendsAreReplacedOneAfterAnotherBehindABackupABuildAndAMigration()
      throws Exception {
    awaitStatus("timbel", "postgres", "ok");
    awaitStatus("timbel", "backend", "ok");
    assertThat(command("deploy", "timbel/backend").err()).contains("version-missing");
    assertThat(command("deploy", "timbel/backend", "1.5.0").err()).contains("migration-unsaid");
    assertThat(versions("timbel/backend")).containsOnly("null empty");
    assertThat(deployed("timbel/backend", "1.5.0", "--migration", "expand").out())
        .contains("✅ Backend API 1.5.0");
    assertThat(versions("timbel/backend"))
        .containsExactly("1.5.0 healthy", "1.5.0 healthy", "1.5.0 healthy", "null empty");
    assertThat(Files.readString(state.resolve("timbel-migrated"))).isEqualTo("1.5.0\n");
    assertThat(steps(run("deploy-backend")).findValuesAsText("title")).startsWith("backup", "full");
    assertThat(states(run("deploy-backend"))).containsExactly("succeeded", "succeeded");
    String page = jigi.page("/deployments/timbel/backend");
    assertThat(page.substring(page.indexOf("<main"))).contains("1.5.0", "7091", "7098", "7099");
    awaitStatus("timbel", "backend", "ok");
    timbelIsPatchedBehindABackupWithItsBackendsRestartedOneAfterAnother();
  }

  private void timbelIsPatchedBehindABackupWithItsBackendsRestartedOneAfterAnother() {
    jigi.post("/api/v1/runbooks/timbel/security-patch/run", Map.of());
    pass("it ended", () -> ended(run("security-patch")));
    JsonNode patch = run("security-patch");
    assertThat(patch.path("state").asText())
        .as(states(patch) + outputs(patch) + states(run("os-update")) + outputs(run("os-update")))
        .isEqualTo("succeeded");
    assertThat(outputs(run("os-update"))).contains("Inst openssl", "재부팅이 필요함");
    assertThat(versions("timbel/backend"))
        .containsExactly("1.5.0 healthy", "1.5.0 healthy", "1.5.0 healthy", "null empty");
    JsonNode last = jigi.get("/api/v1/deployments/timbel/backend").path("history").path(0);
    assertThat(last.path("run").asText()).isEqualTo(patch.path("id").asText());
    assertThat(last.path("outcome").asText()).isEqualTo("deployed");
    String incident = reported("timbel", "too many requests");
    acts(incident, "timbel/scale-out", Map.of(), ManualsStory::standing);
    assertThat(versions("timbel/backend")).hasSize(4).containsOnly("1.5.0 healthy");
    command("incidents", "close", incident, "told", "--force");
  }

  @Test
  @Shows({"DEP-02", "DEP-17", "DEP-18"})
  void gearFreaksApiIsRestartedWithANewImageBehindABackupAndGoesBack() throws Exception {
    awaitStatus("gear-freak", "api", "ok");
    deployed("gear-freak/serverpod", "2026.1");
    assertThat(steps(run("deploy-serverpod")).findValuesAsText("title"))
        .startsWith("backup", "full");
    deployed("gear-freak/serverpod", "2026.2");
    assertThat(versions("gear-freak/serverpod")).containsExactly("2026.2 healthy");
    deployed("rollback", "gear-freak/serverpod");
    assertThat(versions("gear-freak/serverpod")).containsExactly("2026.1 healthy");
    awaitStatus("gear-freak", "api", "ok");
  }

  @Test
  @Shows({"DEP-02", "DEP-41", "DEP-42", "DEP-43"})
  void eventOcrsColoursTakeTurnsAndItsApplicationsFollowOneAnother() {
    awaitStatus("event-ocr", "database", "ok");
    awaitStatus("event-ocr", "app-1", "ok");
    assertThat(deployed("event-ocr/ocr", "1.1.0").out()).contains("✅ OCR 처리 서비스 1.1.0");
    assertThat(versions("event-ocr/ocr")).containsExactly("null empty", "1.1.0 healthy");
    deployed("event-ocr/ocr", "1.2.0", "--phase", "prepare");
    deployed("event-ocr/ocr", "--phase", "gateway");
    assertThat(versions("event-ocr/ocr")).containsExactly("1.2.0 healthy", "1.1.0 healthy");
    deployed("event-ocr/ocr", "--phase", "cancel");
    assertThat(versions("event-ocr/ocr")).containsExactly("null empty", "1.1.0 healthy");
    deployed("event-ocr/app", "1.1.0");
    assertThat(versions("event-ocr/app")).containsExactly("1.1.0 healthy", "1.1.0 healthy");
    assertThat(steps(run("deploy-app")).findValuesAsText("title")).startsWith("backup", "full");
    awaitStatus("event-ocr", "balancer", "ok");
  }

  /** Whether the run waits for an approval of a command that holds the text. */
  private static boolean asks(JsonNode run, String command) {
    return run.path("state").asText().equals("waiting")
        && jigi.get("/api/v1/runs/" + run.path("id").asText())
            .path("question")
            .path("commands")
            .toString()
            .contains(command);
  }

  static void approve(JsonNode run) {
    JigiCommand.Ran ran = command("runs", "approve", run.path("id").asText());
    assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
  }

  private static JsonNode newest(String checklist) {
    return jigi.get("/api/v1/checklists/" + checklist).path("history").path(0).path("run");
  }

  private static JsonNode sheet(JsonNode run) {
    return jigi.get("/api/v1/checklist-runs/" + run.asText());
  }

  private static JsonNode line(JsonNode run, int index) {
    return sheet(run).path("lines").path(index);
  }

  private static boolean automaticDone(JsonNode run) {
    return StreamSupport.stream(sheet(run).path("lines").spliterator(), false)
        .noneMatch(
            line ->
                !line.path("way").asText().equals("hand")
                    && line.path("status").asText().equals("open"));
  }

  private static void tick(JsonNode run, JsonNode line) {
    jigi.post(
        "/api/v1/checklist-runs/" + run.asText() + "/answer",
        Map.of(
            "item", line.path("index").asInt(),
            "status", "ok",
            "note", "looked: https://ops.example.com/"));
  }

  private static void sign(JsonNode run, Map<String, String> fields) {
    jigi.post(
        "/api/v1/checklist-runs/" + run.asText() + "/sign", Map.of("note", "", "fields", fields));
  }
}
