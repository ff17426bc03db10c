package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import jigi.Shows;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the shipped manuals say about their systems, count in logs and compute of samples. */
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar", "postgresql", "redis", "nginx"})
class WatchStoryTest extends WatchAlerts {
  @BeforeAll
  static void startThree() throws IOException {
    start("gear-freak", "timbel", "t-developer");
  }

  @Test
  @Shows({"INV-01", "INV-27"})
  void everySystemSaysWhatItIs() {
    assertThat(jigi.page("/services"))
        .contains("Timbel CICD Operator", "T-Developer", "Gear Freak");
    assertThat(jigi.page("/services/timbel"))
        .contains("Timbel CICD Operator", "컨테이너로 운영하는 CI/CD 파이프라인 서비스")
        .contains("Asia/Seoul", "Timbel Operations Team", "v1.0", "2024")
        .contains("https://status.timbel.net", "https://docs.timbel.net");
    assertThat(jigi.page("/services/gear-freak")).contains("https://insights.gear-freaks.com");
    assertThat(jigi.page("/services/t-developer")).contains("t-developer-dashboard-production");
    assertThat(jigi.page("/services/gear-freak"))
        .contains("중고 장비 거래 서비스의 API, Insights, 웹 앱", "2026")
        .containsPattern("(?s)운영|production");
  }

  @Test
  @Shows("HC-33")
  void availabilityIsCountedAllDayAndNotOnlyAtNine() throws Exception {
    awaitStatus("gear-freak", "web", "ok");
    double before = uptime();
    assertThat(before).isPositive();
    service("fault", "web", "bad-gateway");
    awaitStatus("gear-freak", "web", "fail");
    pass("it counts", () -> uptime() < before);
    service("fault", "web", "none");
    awaitStatus("gear-freak", "web", "ok");
    assertThat(uptime()).isPositive();
  }

  private static double uptime() {
    return StreamSupport.stream(component("gear-freak", "web").path("figures").spliterator(), false)
        .filter(figure -> figure.path("label").asText().equals("uptime"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("" + component("gear-freak", "web")))
        .path("value")
        .asDouble();
  }

  private static void log(String file, String text) throws Exception {
    Files.writeString(state.resolve(file), text, StandardOpenOption.APPEND);
  }

  private static String daily() {
    return command("checklist", "run", "gear-freak/daily").out();
  }

  @Test
  @Shows({"LOG-06", "LOG-09", "LOG-30"})
  void lostConnectionsToTheDatabaseAreFoundAndErrorsGrouped() throws Exception {
    awaitStatus("gear-freak", "serverpod-log", "ok");
    pass("it was looked at twice", () -> is("gear-freak", "database-held", "ok"));
    StringBuilder lines = new StringBuilder();
    for (int kind = 0; kind < 12; kind++) {
      String word = "abcdefghijkl".substring(kind, kind + 1).repeat(3);
      for (int i = 0; i <= kind; i++) {
        lines.append("ERROR order ").append(4711 + i);
        lines.append(" failed: ").append(word).append('\n');
      }
    }
    log("serverpod.log", lines + "ERROR could not connect to server: Connection refused\n");
    pass("it is counted", () -> is("gear-freak", "database-held", "fail"));
    assertThat(daily()).contains("[오류] DB 연결 에러 없음");
    JigiCommand.Ran ran = command("logs", "gear-freak/serverpod-log", "--within", "7d", "--json");
    assertThat(ran.exit()).isEqualTo(1);
    List<JsonNode> top =
        StreamSupport.stream(ran.json().path("groups").spliterator(), false)
            .filter(group -> group.path("example").asText().contains("order"))
            .limit(10)
            .toList();
    assertThat(top.stream().map(group -> group.path("lines").asInt()))
        .containsExactly(12, 11, 10, 9, 8, 7, 6, 5, 4, 3);
    assertThat(top.getFirst().path("example").asText()).endsWith("failed: lll");
    JsonNode hour = command("logs", "gear-freak/serverpod-log", "--within", "1h", "--json").json();
    assertThat(
            StreamSupport.stream(hour.path("groups").spliterator(), false)
                .map(group -> group.path("lines").asInt()))
        .as("the errors of the last hour, the most frequent first")
        .hasSizeGreaterThan(10)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  @Shows({"MET-02", "MET-03", "MET-04", "MET-05", "MET-08", "MET-28"})
  void timbelsReportIsComputedOfAllSeries() throws Exception {
    awaitStatus("timbel", "backend", "ok");
    pass("requests are counted", () -> requests() > 10);
    // What rules record is as old as their interval.
    pass(
        "the mean is that of all",
        () ->
            isAbout(
                measured("timbel:response_seconds:avg7d"),
                grown("http_request_duration_seconds_sum") / requests()));
    double median = measured("timbel:response_seconds:median_5m");
    pass("most are faster", () -> measured("timbel:response_seconds:p95_5m") >= median);
    assertThat(measured("timbel:response_seconds:mean_5m")).isPositive();
    pass(
        "both are judged",
        () -> conditions("timbel").containsAll(List.of("response-fast", "response-week")));
    pass(
        "a day's requests are those of a week",
        () -> isAbout(measured("timbel:requests_per_day:avg7d"), requests() / 7));
    service("fault", "timbel-backend-1", "errors=50%");
    pass(
        "errors are counted",
        () -> measured("sum(timbel:requests_per_second:5m{status=~\"5..\"}) or vector(0)") > 0);
    assertThat(measured("timbel:error_ratio:7d")).isPositive();
    service("fault", "timbel-backend-1", "none");
    assertThat(measured("timbel:error_ratio:7d")).isLessThan(1);
    assertThat(measured("sum(timbel:requests_per_second:5m{status=~\"2..\"})")).isPositive();
    assertThat(measured("count(timbel:container_cpu_ratio:avg7d)")).isGreaterThanOrEqualTo(5);
    awaitStatus("timbel", "backend", "ok");
  }

  private static double requests() {
    return grown("http_request_duration_seconds_count");
  }

  private static boolean isAbout(double value, double exact) {
    return value > 0 && value >= exact / 2 && value <= exact * 2;
  }

  private static double grown(String counter) {
    String of = counter + "{job=\"backend\"}[7d]";
    return measured("sum(max_over_time(" + of + ") - min_over_time(" + of + "))");
  }

  private static List<String> conditions(String system) {
    return StreamSupport.stream(
            jigi.get("/api/v1/conditions?system=" + system).path("conditions").spliterator(), false)
        .filter(row -> !row.path("status").asText().equals("unknown"))
        .map(row -> row.path("name").asText())
        .toList();
  }

  @Test
  @Shows({"MET-09", "MET-37"})
  void averagesAndMaximaAreJudgedByTheirLimits() {
    pass(
        "measured",
        () ->
            conditions("gear-freak")
                .containsAll(
                    List.of("cpu-average", "cpu-highest", "memory-average", "memory-highest")));
    double average = measured("avg_over_time(host_cpu_used_ratio{system=\"gear-freak\"}[30d])");
    double highest = measured("max_over_time(host_cpu_used_ratio{system=\"gear-freak\"}[30d])");
    assertThat(average).isPositive().isLessThanOrEqualTo(highest);
    assertThat(command("conditions").out())
        .contains("cpu-average", "cpu-highest", "memory-average", "memory-highest");
    awaitStatus("timbel", "postgres", "ok");
    pass("asked", () -> conditions("timbel").contains("postgres-fast"));
    assertThat(measured("probe_sql_query_duration_seconds{component=\"postgres\"}")).isPositive();
  }

  /** A line of the combined format. */
  private static String request(String client, String path, int status) {
    return "%s - - [21/Nov/2026:09:00:00 +0900] \"GET %s HTTP/1.1\" %d 17 \"-\" \"t\"\n"
        .formatted(client, path, status);
  }

  private static JsonNode access(String... more) {
    List<String> words =
        new ArrayList<>(List.of("logs", "gear-freak/nginx-log", "--access", "--json"));
    words.addAll(List.of(more));
    return command(words.toArray(String[]::new)).json();
  }

  private static long requests(JsonNode rows, String name) {
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(row -> row.path("name").asText().equals(name))
        .mapToLong(row -> row.path("requests").asLong())
        .sum();
  }

  @Test
  @Shows({"LOG-10", "LOG-11", "MET-29", "MET-36"})
  void requestsAreCountedByClientPathAndStatusOverRotations() throws Exception {
    awaitStatus("gear-freak", "nginx-log", "ok");
    pass("the web server is asked", () -> access().path("requests").asLong() > 5);
    pass("few are limited", () -> is("gear-freak", "few-rate-limited", "ok"));
    StringBuilder lines = new StringBuilder();
    for (int client = 1; client <= 25; client++) {
      for (int i = 0; i < 10 + client; i++) {
        lines.append(request("203.0.113." + client, "/items?page=" + i, 200));
      }
    }
    lines.append(request("198.51.100.7", "/wp-login.php", 404).repeat(60));
    log("gear-web.access.log", lines.toString());
    pass("they are read", () -> requests(access().path("clients"), "198.51.100.7") == 60);
    Files.move(state.resolve("gear-web.access.log"), state.resolve("gear-web.access.log.1"));
    Files.writeString(
        state.resolve("gear-web.access.log"),
        request("198.51.100.7", "/wp-login.php", 404).repeat(5)
            + request("192.0.2.1", "/items", 429).repeat(40));
    pass("the new file too", () -> requests(access().path("statuses"), "429") == 40);
    JsonNode report = access("--within", "7d", "--top", "10");
    assertThat(requests(report.path("clients"), "198.51.100.7")).isEqualTo(65);
    assertThat(requests(report.path("paths"), "/items")).isEqualTo(25 * 23 + 40);
    assertThat(report.path("clients")).hasSize(10);
    assertThat(report.path("refused").path(0).path("name").asText())
        .isEqualTo("198.51.100.7 /wp-login.php 404");
    assertThat(access("--within", "7d").path("clients")).hasSize(20);
    assertThat(command("logs", "gear-freak/nginx-log", "--access").out())
        .contains("상태 코드", "클라이언트", "4xx/5xx로 끝난 요청", "203.0.113.25", "%");
    pass("too many were limited", () -> is("gear-freak", "few-rate-limited", "fail"));
    assertThat(measured("sum(increase(log_requests_total{component=\"nginx-log\"}[1d]))"))
        .as("a day's requests")
        .isGreaterThan(600);
  }

  @Test
  @Shows("LOG-12")
  void theLastTwentyFailedLoginsAreShown() throws Exception {
    awaitStatus("timbel", "backend-log", "ok");
    pass("its end is known", () -> measured("log_unread_bytes{component=\"backend-log\"}") >= 0);
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 25; i++) {
      lines.append("WARN login of user-").append(i).append(" FAILED\n");
    }
    log("timbel-backend.log", lines.toString());
    String[] asked = {"logs", "timbel/backend-log", "--pattern", "login-failed", "--json"};
    pass("they are read", () -> command(asked).json().path("lines").size() == 20);
    assertThat(command(asked).json().path("lines").findValuesAsText("line"))
        .startsWith("WARN login of user-25 FAILED")
        .endsWith("WARN login of user-6 FAILED");
    assertThat(command("logs", "timbel", "--pattern", "login-failed", "--within", "1h").out())
        .contains("user-25");
    assertThat(measured("increase(log_matches_total{pattern=\"login-failed\"}[1h])")).isPositive();
    assertThat(
            command("logs", "--search", "/user-2[0-5] failed/", "--json")
                .json()
                .path("lines")
                .findValuesAsText("component"))
        .as("found without naming a system")
        .hasSize(6)
        .containsOnly("backend-log");
  }

  @Test
  @Shows({"LOG-03", "LOG-05", "LOG-08"})
  void errorsAreJudgedSinceTheLastCheckAndByTheirRepetition() throws Exception {
    awaitStatus("gear-freak", "serverpod-log", "ok");
    pass("it was looked at twice", () -> is("gear-freak", "database-held", "ok") || fails());
    log("serverpod.log", "ERROR payment 17 failed: card declined\n".repeat(14));
    pass("it is repeated", () -> is("gear-freak", "no-repeated-errors", "fail"));
    assertThat(daily())
        .contains("[오류] 반복적인 에러 패턴 없음")
        .containsPattern("지난 점검 이후의 에러 로그 \\(.*14× ERROR payment 17 failed");
    advance("1m");
    command("checklist", "run", "gear-freak/daily");
    advance("1m");
    String[] since = {"logs", "gear-freak/serverpod-log", "--since-check", "daily"};
    pass("nothing is new", () -> command(since).exit() == 0);
    log("serverpod.log", "ERROR disk 3 is slow\n");
    pass("it is new", () -> command(since).out().contains("ERROR disk 3 is slow"));
    assertThat(command(since).out()).doesNotContain("payment");
    JsonNode week = command("logs", "gear-freak/serverpod-log", "--within", "7d", "--json").json();
    assertThat(week.path("lines").asLong()).isGreaterThanOrEqualTo(15);
    assertThat(week.path("before").asLong()).as("nothing was read a week ago").isZero();
    log("serverpod.log", "FATAL no memory\n");
    pass("it is read", () -> command(since).out().contains("FATAL no memory"));
    assertThat(daily())
        .containsPattern("\\[오류] 지난 점검 이후의 에러 로그 \\(.*FATAL no memory")
        .doesNotContain("card declined");
  }

  private static boolean fails() {
    return is("gear-freak", "database-held", "fail");
  }

  @Test
  @Shows({"HC-27", "HC-47", "HC-50"})
  void theDailyReviewShowsTheAlertsSinceTheLastOneToBeTaken() throws Exception {
    awaitStatus("timbel", "frontend", "ok");
    awaitStatus("timbel", "slack", "ok");
    command("checklist", "run", "timbel/daily-review");
    advance("1m");
    service("stop", "timbel-frontend");
    pass("it fires", () -> firing("ServiceDown"));
    JigiCommand.Ran ran = command("checklist", "run", "timbel/daily-review");
    assertThat(ran.out()).contains("모니터링 알림 검토").containsPattern("발생 중 ServiceDown");
    String sheet =
        jigi.get("/api/v1/checklists/timbel/daily-review")
            .path("history")
            .path(0)
            .path("run")
            .asText();
    String alert = alert("ServiceDown");
    assertThat(jigi.page("/checklists/runs/" + sheet))
        .contains("action=\"/alerts/" + alert + "/acknowledge\"");
    assertThat(command("alerts", "ack", alert).exit()).isZero();
    assertThat(jigi.page("/checklists/runs/" + sheet))
        .contains("/alerts/" + alert)
        .doesNotContain("action=\"/alerts/" + alert + "/acknowledge\"");
    String incident = "/incidents/" + incident("timbel");
    String page = jigi.page(incident);
    assertThat(page.indexOf("id=\"externals\""))
        .isPositive()
        .isLessThan(page.indexOf("ServiceDown</a>"));
    assertThat(page).contains("href=\"/services/timbel/slack\"");
    service("stop", "timbel-chat");
    awaitStatus("timbel", "slack", "fail");
    assertThat(jigi.get("/api/v1" + incident).path("externals").path(0).path("status").asText())
        .isEqualTo("fail");
    service("start", "timbel-chat");
    assertThat(
            measured(
                "min(time() - jigi_channel_last_success_timestamp_seconds"
                    + "{system=\"timbel\"})"))
        .isBetween(0.0, 3600.0);
    assertThat(
            value(
                "jigi_channel_last_success_timestamp_seconds{system=\"gear-freak\","
                    + " channel=\"no\"}"))
        .isNull();
    service("start", "timbel-frontend");
    awaitStatus("timbel", "frontend", "ok");
    awaitStatus("timbel", "slack", "ok");
  }

  @Test
  @Shows({"INC-16", "INC-17", "INC-18", "INC-21"})
  void aFullOutageOfTimbelIsHandledFromTheFirstMinuteToItsReport() {
    awaitStatus("timbel", "backend", "ok");
    measured("timbel:response_seconds:p95_5m");
    String id =
        command("incidents", "report", "timbel", "all is down", "--level", "P0").out().strip();
    String path = "/incidents/" + id;
    pass("the CTO has a short message", () -> told(id).contains("sms cto"));
    assertThat(jigi.page(path)).contains("호출: cto, ceo (sms, mail)");
    assertThat(jigi.get("/api/v1" + path).at("/row/next/until").asText())
        .as("fifteen minutes are counted down")
        .isNotEmpty();
    assertThat(jigi.page(path))
        .contains("<b>장애 감지 및 초기 대응</b>", "<b>장애 분석 및 해결</b>", "<b>복구 및 사후 처리</b>")
        .containsPattern("장애 감지 및 초기 대응</b>[^/]*</span> <span class=\"m-accent\">지금")
        .contains("상황실 개설", "롤백 실행", "href=\"" + path + "/room\"", "지난 시간")
        .containsPattern("(?s)id=\"measures\".*API 응답 시간 95%.*<path class=\"mark\" d=\"M")
        .containsPattern("(?s)id=\"externals\".*href=\"/services/timbel/slack\"");
    assertThat(
            jigi.get("/api/v1" + path)
                .at("/work/before/measures/0/points")
                .findValuesAsText("value"))
        .as("the response times around the beginning")
        .anyMatch(value -> !value.equals("null"));
    assertThat(command("incidents", "join", id).exit()).isZero();
    assertThat(command("incidents", "note", id, "the database first").exit()).isZero();
    assertThat(jigi.page(path + "/room")).contains("the database first", "참여자", "모니터링 알림 확인");
    assertThat(command("incidents", "draft", id, "outage").exit()).isZero();
    assertThat(jigi.open("/status/timbel")).doesNotContain("서비스 장애 안내");
    assertThat(command("incidents", "approve", id, "1").exit()).isZero();
    pass("everybody may know", () -> jigi.open("/status/timbel").contains("서비스 장애 안내"));
    advance("5m");
    assertThat(jigi.page(path))
        .containsPattern("장애 감지 및 초기 대응</b>[^/]*</span> <span class=\"m-fail\">늦음")
        .containsPattern("장애 분석 및 해결</b>[^/]*</span> <span class=\"m-accent\">지금");
    assertThat(jigi.page("/routes?system=timbel")).containsPattern("연락처 없음: [^<]*CEO");
    assertThat(command("incidents", "ack", id).exit()).isZero();
    assertThat(command("incidents", "export", id).out())
        .contains("all is down", "the database first", "상황실 개설", "서비스 장애 안내");
    assertThat(command("incidents", "close", id, "rehearsed", "--force").exit()).isZero();
  }

  private static String alert(String rule) {
    return StreamSupport.stream(jigi.get("/api/v1/alerts/list").path("alerts").spliterator(), false)
        .filter(row -> row.path("rule").asText().equals(rule))
        .map(row -> row.path("id").asText())
        .findFirst()
        .orElseThrow();
  }

  private static String incident(String system) {
    return StreamSupport.stream(
            jigi.get("/api/v1/incidents").path("incidents").spliterator(), false)
        .filter(row -> row.path("system").asText().equals(system))
        .map(row -> row.path("id").asText())
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Shows({"MET-06", "MET-07", "MET-41"})
  void samplesAreDrawnOverAWeekAndWatchedLive() throws Exception {
    for (String what : List.of("cpu", "memory")) {
      String query = "avg(host_" + what + "_used_ratio{system=\"gear-freak\"})";
      measured(query);
      String encoded = java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8);
      assertThat(jigi.page("/query?q=" + encoded + "&span=7d"))
          .containsPattern("<path class=\"line s0\" d=\"M")
          .doesNotContain("every 5s");
      assertThat(jigi.page("/query?q=" + encoded + "&span=1h&live=1"))
          .contains("hx-trigger=\"every 5s\"");
      assertThat(command("query", query, "--range", "7d", "--step", "1h").out())
          .containsPattern("Z  (0\\.\\d+|1)\n");
    }
    Path out = folder.resolve("watched");
    Process watching =
        new JigiCommand(
                Map.of(
                    "JIGI_SERVER", jigi.uri("").toString(),
                    "JIGI_DATA", folder.resolve("data").toString()))
            .start(out, folder.resolve("watched.err"), "query", "vector(42)", "--watch", "1s");
    try {
      Until.so(
          "asked again and again",
          () -> JigiCommand.text(out).lines().filter(line -> line.endsWith("42")).count() >= 3,
          () -> JigiCommand.text(out));
    } finally {
      watching.destroy();
    }
    assertThat(command("query", "vector(1)", "--watch", "10ms").exit()).isNotZero();
  }

  @Test
  @Shows({"INV-22", "INV-25", "MET-26", "MET-34"})
  void runningVersionsExpectedTimesAndQueryTimesAreShown() {
    awaitStatus("gear-freak", "serverpod", "ok");
    assertThat(component("gear-freak", "serverpod").path("facts").path("running").asText())
        .startsWith("gear_freak_serverpod:latest");
    assertThat(jigi.page("/services/gear-freak/serverpod")).contains("gear_freak_serverpod:latest");
    assertThat(jigi.page("/checklists/gear-freak/daily")).containsPattern("소요[^<]*</dt><dd>10분");
    assertThat(jigi.page("/checklists/gear-freak/monthly")).contains("DB 쿼리 실행 시간");
    awaitStatus("gear-freak", "database", "ok");
    pass("queries are timed", () -> is("gear-freak", "query-fast", "ok"));
    assertThat(measured("probe_sql_query_duration_seconds{component=\"database\"}")).isPositive();
    assertThat(conditions("gear-freak"))
        .as("what needs an extension that is not there cannot be told")
        .doesNotContain("mean-query-fast");
  }

  @Test
  @Shows("MET-33")
  void tenRequestsInARowAreTimedEachAndTogether() {
    awaitStatus("gear-freak", "api", "ok");
    JigiCommand.Ran ran = command("probe", "gear-freak/api", "--times", "10", "--json");
    assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    List<Double> took =
        StreamSupport.stream(ran.json().path("runs").spliterator(), false)
            .map(run -> run.path("took").asDouble())
            .sorted()
            .toList();
    assertThat(took).hasSize(10).allMatch(each -> each > 0);
    assertThat(ran.json().path("mean").asDouble())
        .isCloseTo(
            took.stream().mapToDouble(Double::doubleValue).sum() / 10,
            org.assertj.core.data.Offset.offset(1e-9));
    assertThat(ran.json().path("min").asDouble()).isEqualTo(took.getFirst());
    assertThat(ran.json().path("max").asDouble()).isEqualTo(took.getLast());
    assertThat(ran.json().path("p95").asDouble()).isEqualTo(took.get(9));
  }

  @Test
  @Shows("MET-38")
  void aBackupsFiguresAreSamplesForRules() {
    awaitStatus("timbel", "postgres", "ok");
    JigiCommand.Ran ran = command("backup", "run", "timbel/database");
    assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    for (String name : List.of("duration_seconds", "bytes", "last_success_timestamp_seconds")) {
      assertThat(measured("jigi_backup_" + name + "{system=\"timbel\"}")).as(name).isPositive();
    }
    pass("its condition holds", () -> is("timbel", "backup-ok", "ok"));
  }
}
