package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import jigi.Shows;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the shipped manuals say about their systems, count in logs and compute of samples. */
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar", "postgresql", "redis", "nginx"})
class WatchStoryTest extends ManualsStory {
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
  @Shows({"LOG-06", "LOG-09"})
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
        StreamSupport.stream(ran.json().path("groups").spliterator(), false).limit(10).toList();
    assertThat(top.stream().map(group -> group.path("lines").asInt()))
        .containsExactly(12, 11, 10, 9, 8, 7, 6, 5, 4, 3);
    assertThat(top.getFirst().path("example").asText()).endsWith("failed: lll");
  }

  /** The first value of what is asked; null when there is none. */
  private static @Nullable Double value(String query) {
    JsonNode result =
        jigi.get("/api/v1/query?query=" + java.net.URLEncoder.encode(query, UTF))
            .path("data")
            .path("result");
    return result.isEmpty() ? null : result.get(0).path("value").path(1).asDouble();
  }

  private static final java.nio.charset.Charset UTF = java.nio.charset.StandardCharsets.UTF_8;

  private static double measured(String query) {
    pass(query, () -> value(query) != null && !Objects.requireNonNull(value(query)).isNaN());
    return Objects.requireNonNull(value(query));
  }

  @Test
  @Shows({"MET-02", "MET-03", "MET-04", "MET-05", "MET-08", "MET-28"})
  void timbelsReportIsComputedOfAllSeries() throws Exception {
    awaitStatus("timbel", "backend", "ok");
    double mean = measured("timbel:response_seconds:avg7d");
    double count = grown("http_request_duration_seconds_count");
    assertThat(count).isGreaterThan(10);
    double exact = grown("http_request_duration_seconds_sum") / count;
    assertThat(mean).isPositive().isBetween(exact / 2, exact * 2);
    double median = measured("timbel:response_seconds:median_5m");
    assertThat(measured("timbel:response_seconds:p95_5m")).isGreaterThanOrEqualTo(median);
    assertThat(measured("timbel:response_seconds:mean_5m")).isPositive();
    assertThat(conditions("timbel")).contains("response-fast", "response-week");
    assertThat(measured("timbel:requests_per_day:avg7d"))
        .isBetween(count / 7 / 2, 2 * count / 7 + 1);
    service("fault", "timbel-backend", "errors=50%");
    pass("errors are counted", () -> measured("timbel:error_ratio:7d") > 0);
    service("fault", "timbel-backend", "none");
    assertThat(measured("timbel:error_ratio:7d")).isLessThan(1);
    assertThat(measured("sum(timbel:requests_per_second:5m{status=~\"5..\"})")).isPositive();
    assertThat(measured("sum(timbel:requests_per_second:5m{status=~\"2..\"})")).isPositive();
    assertThat(measured("count(timbel:container_cpu_ratio:avg7d)")).isGreaterThanOrEqualTo(5);
    awaitStatus("timbel", "backend", "ok");
  }

  private static double grown(String counter) {
    String of = counter + "{job=\"backend\"}[7d]";
    return measured("sum(max_over_time(" + of + ") - min_over_time(" + of + "))");
  }

  private static boolean is(String system, String condition, String status) {
    return StreamSupport.stream(
            jigi.get("/api/v1/conditions?system=" + system).path("conditions").spliterator(), false)
        .anyMatch(
            row ->
                row.path("name").asText().equals(condition)
                    && row.path("status").asText().equals(status));
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
}
