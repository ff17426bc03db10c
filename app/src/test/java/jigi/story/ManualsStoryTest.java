package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import jigi.Shows;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped manuals side by side in one Jigi, on a rehearsal's clock, as a user starts them. */
@Tag("slow")
@Needs({
  "jigi-jar",
  "stand-in-jar",
  "postgresql",
  "redis",
  "nginx",
  "mariadb",
  "prometheus",
  "alertmanager"
})
class ManualsStoryTest extends ManualsRecoveries {
  @BeforeAll
  static void startAll() throws IOException {
    start("gear-freak", "timbel", "web-project", "event-ocr", "t-developer");
  }

  @Test
  @Shows({"HC-16", "HC-18", "RB-16", "FIX-27"})
  void gearFreaksLadderStopsAtTheRungThatHelps() throws Exception {
    awaitStatus("gear-freak", "api", "ok");
    assertThat(evidence("gear-freak", "api")).startsWith("200 OK, body \"OK 20");
    awaitStatus("gear-freak", "web", "ok");
    service("fault", "serverpod", "err-body until-restarts=2");
    awaitStatus("gear-freak", "api", "fail");
    assertThat(evidence("gear-freak", "api"))
        .startsWith("200 OK, body \"ERR")
        .contains("expected body starts \"OK\"");
    jigi.post("/api/v1/runbooks/gear-freak/service-down/run", Map.of());
    pass("the ladder ended", () -> ended(run("service-down")));
    JsonNode steps =
        jigi.get("/api/v1/runs/" + run("service-down").path("id").asText()).path("steps");
    assertThat(run("service-down").path("state").asText()).isEqualTo("succeeded");
    assertThat(StreamSupport.stream(steps.spliterator(), false).map(s -> s.path("state").asText()))
        .containsExactly("succeeded", "succeeded", "succeeded", "succeeded", "skipped", "skipped");
    awaitStatus("gear-freak", "api", "ok");
  }

  @Test
  @Shows({"HC-19", "HC-21", "FIX-09", "CHK-18"})
  void gearFreaksStoppedContainerIsOfferedItsStart() throws Exception {
    awaitStatus("gear-freak", "redis", "ok");
    awaitStatus("gear-freak", "serverpod", "ok");
    service("stop", "redis");
    awaitStatus("gear-freak", "redis", "fail");
    assertThat(evidence("gear-freak", "redis")).startsWith("gear_freak_redis has stopped: exit");
    pass("it is told", () -> firing("ContainerStopped"));
    String start = "/runbooks/gear-freak/start-containers";
    assertThat(jigi.page("/alerts/" + alert("ContainerStopped"))).contains("href=\"" + start);
    assertThat(jigi.page(start)).contains("action=\"" + start + "/run\"");
    jigi.post("/api/v1/runbooks/gear-freak/start-containers/run", Map.of());
    pass("the runbook ended", () -> ended(run("start-containers")));
    assertThat(run("start-containers").path("state").asText()).isEqualTo("succeeded");
    awaitStatus("gear-freak", "redis", "ok");
  }

  @Test
  @Shows("HC-17")
  void aBadGatewayOfGearFreakFails() throws Exception {
    awaitStatus("gear-freak", "insights", "ok");
    service("fault", "insights", "bad-gateway");
    awaitStatus("gear-freak", "insights", "fail");
    assertThat(evidence("gear-freak", "insights")).startsWith("502 Bad Gateway");
    service("fault", "insights", "none");
    awaitStatus("gear-freak", "insights", "ok");
  }

  @Test
  @Shows("HC-05")
  void timbelsRedisIsJudgedByItsReply() throws Exception {
    awaitStatus("timbel", "redis", "ok");
    assertThat(redis("CONFIG", "SET", "requirepass", "s3cret")).contains("OK");
    awaitStatus("timbel", "redis", "fail");
    assertThat(evidence("timbel", "redis")).contains("NOAUTH");
    assertThat(redis("-a", "s3cret", "CONFIG", "SET", "requirepass", "")).contains("OK");
    awaitStatus("timbel", "redis", "ok");
  }

  private static String redis(String... words) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("redis-cli", "-p", "7094"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  @Shows({"FIX-05", "RB-05"})
  void timbelsDatabaseIsRestartedAndNeverRestoredByItself() throws Exception {
    awaitStatus("timbel", "postgres", "ok");
    jigi.post("/api/v1/runbooks/timbel/db-recovery/run", Map.of());
    pass("it answers, so nothing is done", () -> ended(run("db-recovery")));
    assertThat(states(run("db-recovery"))).containsOnly("skipped");
    service("stop", "timbel-postgres");
    awaitStatus("timbel", "postgres", "fail");
    pass(
        "the recovery ended",
        () ->
            run("db-recovery").path("trigger").asText().equals("alert:DatabaseDown")
                && ended(run("db-recovery")));
    JsonNode recovery = run("db-recovery");
    assertThat(recovery.path("state").asText()).isEqualTo("succeeded");
    awaitStatus("timbel", "postgres", "ok");
    JsonNode steps = jigi.get("/api/v1/runs/" + recovery.path("id").asText()).path("steps");
    assertThat(StreamSupport.stream(steps.spliterator(), false).map(s -> s.path("state").asText()))
        .containsExactly("succeeded", "succeeded", "skipped", "skipped", "skipped");
    pass("its alert ends", () -> !firing("DatabaseDown"));
  }

  @Test
  @Shows("HC-28")
  void webProjectsGatewayFailsWithItsBackendAndComesBackByTheRunbook() throws Exception {
    awaitStatus("web-project", "gateway", "ok");
    awaitStatus("web-project", "mysql", "ok");
    service("stop", "web-backend-blue");
    awaitStatus("web-project", "gateway", "fail");
    assertThat(evidence("web-project", "gateway")).startsWith("502 Bad Gateway");
    assertThat(component("web-project", "backend-green").path("row").path("status").asText())
        .isEqualTo("ok");
    jigi.post("/api/v1/runbooks/web-project/backend-health/run", Map.of());
    pass("the runbook ended", () -> ended(run("backend-health")));
    assertThat(run("backend-health").path("state").asText()).isEqualTo("succeeded");
    awaitStatus("web-project", "gateway", "ok");
  }

  /** The machine's own load is not the manual's, so of the host's items only an answer is asked. */
  @Test
  @Shows({"HC-01", "HC-02", "HC-04", "HC-05", "HC-06", "HC-07", "HC-08"})
  void timbelsDailyCheckJudgesEveryItemAndTellsPeople() throws Exception {
    for (String name : List.of("postgres", "redis", "backend", "frontend", "backend-log")) {
      awaitStatus("timbel", name, "ok");
    }
    pass("logs were looked at twice", () -> !daily("timbel").contains("확인 불가"));
    String good = daily("timbel");
    assertThat(good)
        .contains("일일 시스템 점검", "1. 컨테이너 상태", "5. 최근 에러 로그")
        .containsPattern("\\[정상] 모든 컨테이너가 실행 중이고 정상")
        .containsPattern("\\[(정상|오류)] CPU: 90% 이하")
        .containsPattern("\\[정상] PostgreSQL")
        .containsPattern("\\[정상] Redis")
        .containsPattern("\\[정상] Backend API")
        .containsPattern("\\[정상] Frontend")
        .containsPattern("\\[정상] 최근 24시간 치명적 로그 없음");
    int before = deliveries("timbel");
    service("stop", "timbel-redis");
    awaitStatus("timbel", "redis", "fail");
    JigiCommand.Ran bad = command("checklist", "run", "timbel/daily");
    service("start", "timbel-redis");
    assertThat(bad.exit()).as(bad.out() + bad.err()).isEqualTo(1);
    assertThat(bad.out()).containsPattern("\\[오류] Redis").containsPattern("\\[정상] PostgreSQL");
    pass("people are told", () -> deliveries("timbel") > before);
    awaitStatus("timbel", "redis", "ok");
  }

  @Test
  @Shows({"INV-05", "INV-07"})
  void timbelsInventoryHasItsServicesAndBothDatabases() {
    for (String name : List.of("postgres", "redis", "backend", "frontend", "nginx")) {
      awaitStatus("timbel", name, "ok");
    }
    assertThat(probes("timbel", "backend")).contains("backend-1", "backend-2", "backend-3");
    assertThat(probes("timbel", "postgres")).contains("postgres", "knowledge", "storage");
    assertThat(jigi.get("/api/v1/connections?system=timbel").toString())
        .contains("/timbel_cicd_operator", "/timbel_knowledge");
  }

  private static List<String> probes(String system, String name) {
    return StreamSupport.stream(component(system, name).path("probes").spliterator(), false)
        .map(probe -> probe.path("name").asText())
        .toList();
  }

  @Test
  @Shows("INV-21")
  void gearFreaksLimitsAreShownOfWhatItsHostHas() {
    pass(
        "it was measured",
        () -> component("gear-freak", "host").path("facts").path("capacity").size() > 1);
    JsonNode capacity = component("gear-freak", "host").path("facts").path("capacity");
    assertThat(capacity.toString())
        .contains("\"whole\":1.0E9", "\"value\":0.85")
        .contains("\"whole\":2.0E10", "\"value\":0.8");
  }

  @Test
  @Shows({"HC-22", "LOG-04"})
  void oneFatalLineFailsGearFreaksDailyCheck() throws Exception {
    awaitStatus("gear-freak", "serverpod-log", "ok");
    pass(
        "the log was looked at twice",
        () -> daily("gear-freak").contains("[정상] Critical/Fatal 에러 없음"));
    Files.writeString(
        state.resolve("serverpod.log"),
        "FATAL out of shared memory\n",
        java.nio.file.StandardOpenOption.APPEND);
    pass("it is counted", () -> conditionFails("no-fatal-lines"));
    JigiCommand.Ran later = command("checklist", "run", "gear-freak/daily");
    assertThat(later.exit()).isEqualTo(1);
    assertThat(later.out())
        .containsPattern("\\[오류] Critical/Fatal 에러 없음")
        .containsPattern("\\[(정상|오류)] 메모리 사용률 < 85%");
  }

  private static boolean conditionFails(String name) {
    return StreamSupport.stream(
            jigi.get("/api/v1/conditions?system=gear-freak").path("conditions").spliterator(),
            false)
        .anyMatch(
            row ->
                row.path("name").asText().equals(name)
                    && row.path("status").asText().equals("fail"));
  }

  @Test
  @Shows({"HC-24", "INV-28"})
  void webProjectsDetachedStackIsNamed() throws Exception {
    awaitStatus("web-project", "network", "ok");
    Path detached = state.resolve("docker-engine-7110.detached");
    Files.writeString(detached, "loki\n");
    awaitStatus("web-project", "network", "fail");
    assertThat(evidence("web-project", "network"))
        .startsWith("monitoring is not attached to network web_project_webnet: loki");
    JigiCommand.Ran bad = command("checklist", "run", "web-project/daily");
    Files.delete(detached);
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.out()).containsPattern("\\[오류] 네 스택이 모두 web_project_webnet에 연결");
    awaitStatus("web-project", "network", "ok");
  }

  private static String daily(String system) {
    JigiCommand.Ran ran = command("checklist", "run", system + "/daily");
    assertThat(ran.err()).isEmpty();
    return ran.out();
  }

  @Test
  @Shows("HC-23")
  void webProjectsObservabilityCheckLooksAtEveryPartOfIt() throws Exception {
    for (String name :
        List.of("grafana", "prometheus", "alertmanager", "loki", "gateway", "mysql")) {
      awaitStatus("web-project", name, "ok");
    }
    JigiCommand.Ran good = command("checklist", "run", "web-project/daily");
    assertThat(good.out()).contains("관찰성 확인").containsPattern("\\[정상] Pending 알림 없음");
    assertThat(good.exit()).as(good.out() + good.err()).isZero();
    service("stop", "web-loki");
    awaitStatus("web-project", "loki", "fail");
    JigiCommand.Ran bad = command("checklist", "run", "web-project/daily");
    service("start", "web-loki");
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.out()).containsPattern("\\[오류] Loki 응답").containsPattern("\\[정상] Grafana");
    awaitStatus("web-project", "loki", "ok");
  }

  private static String alert(String rule) {
    return StreamSupport.stream(jigi.get("/api/v1/alerts/list").path("alerts").spliterator(), false)
        .filter(row -> row.path("rule").asText().equals(rule))
        .map(row -> row.path("id").asText())
        .findFirst()
        .orElseThrow();
  }

  private static long count(String name) {
    return StreamSupport.stream(
            jigi.get("/api/v1/runs?limit=500").path("runs").spliterator(), false)
        .filter(row -> row.path("name").asText().equals(name))
        .count();
  }

  @Test
  @Shows("RB-04")
  void timbelsEmergencyRestartSetsOffNoRecoveryOfItsOwn() throws Exception {
    awaitStatus("timbel", "postgres", "ok");
    awaitStatus("timbel", "backend", "ok");
    long recoveries = count("db-recovery");
    String incident = reported("timbel", "nothing answers");
    acts(incident, "timbel/emergency-restart", Map.of(), ManualsStory::pass);
    command("incidents", "close", incident, "told", "--force");
    awaitStatus("timbel", "postgres", "ok");
    assertThat(count("db-recovery")).isEqualTo(recoveries);
  }

  @Test
  @Shows({"RB-02", "RB-26"})
  void webProjectsRunbookIsSuggestedByItsAlertAndByWhatIsSeen() throws Exception {
    awaitStatus("web-project", "mysql", "ok");
    service("stop", "web-mysql");
    awaitStatus("web-project", "mysql", "fail");
    pass("it is told", () -> firing("MySqlDown"));
    assertThat(jigi.page("/alerts/" + alert("MySqlDown")))
        .contains("href=\"/runbooks/web-project/mysql-down", "MySQL 연결 장애");
    JigiCommand.Ran seen =
        command("runbook", "suggest", "SQLException: Communications link failure");
    assertThat(seen.out()).contains("mysql-down").doesNotContain("service-down");
    String asked = java.net.URLEncoder.encode("API가 응답하지 않는다", StandardCharsets.UTF_8);
    assertThat(
            jigi.get("/api/v1/runbooks-for?text=" + asked)
                .path("runbooks")
                .findValuesAsText("name"))
        .contains("emergency-restart");
    assertThat(command("runbook", "suggest", "all is well").exit()).isEqualTo(1);
    jigi.post("/api/v1/runbooks/web-project/mysql-down/run", Map.of());
    pass("the runbook ended", () -> ended(run("mysql-down")));
    assertThat(run("mysql-down").path("state").asText()).isEqualTo("succeeded");
    awaitStatus("web-project", "mysql", "ok");
  }

  @Test
  @Shows({"RB-31", "FIX-13"})
  void eventOcrsDeadInstanceIsRestartedThenReplacedByTheStandby() throws Exception {
    awaitStatus("event-ocr", "balancer", "ok");
    service("fault", "ocr-app-1", "bad-gateway until-restarts=9");
    awaitStatus("event-ocr", "balancer", "fail");
    pass("nobody had to do anything", () -> ended(run("service-failure")));
    JsonNode run = run("service-failure");
    assertThat(run.path("state").asText()).as("" + states(run)).isEqualTo("succeeded");
    assertThat(run.path("trigger").asText()).isEqualTo("alert:ServiceDown");
    await("people know", () -> got("ocr-chat", "긴급", "응답하지 않습니다"));
    awaitStatus("event-ocr", "balancer", "ok");
    awaitStatus("event-ocr", "app-1", "fail");
    String incident =
        StreamSupport.stream(
                jigi.get("/api/v1/incidents?all=1").path("incidents").spliterator(), false)
            .filter(row -> row.path("system").asText().equals("event-ocr"))
            .map(row -> row.path("id").asText())
            .findFirst()
            .orElseThrow();
    assertThat("" + jigi.get("/api/v1/incidents/" + incident).path("timeline"))
        .contains("incident.opened", "alert.firing");
    service("fault", "ocr-app-1", "none");
  }

  @Test
  @Shows({"CHK-03", "CHK-04", "CHK-10", "FIX-08"})
  void timbelsCalendarShowsWhatRecursAndWhatCollides() {
    Map<String, String> wanted =
        Map.ofEntries(
            Map.entry("checklist/daily", "daily 09:00"),
            Map.entry("checklist/daily-logs", "daily 09:00"),
            Map.entry("checklist/weekly", "weekly mon 10:00"),
            Map.entry("checklist/monthly", "first week 10:00"),
            Map.entry("backup/archive", "weekly sun 01:00"),
            Map.entry("runbook/db-vacuum", "weekly sun 02:00"),
            Map.entry("backup/database", "daily 02:00"),
            Map.entry("backup/redis", "every 4h"),
            Map.entry("runbook/security-monitor", "hourly"),
            Map.entry("runbook/security-patch", "second tuesday 03:00"),
            Map.entry("checklist/security-patch", "second tuesday 02:00"),
            Map.entry("checklist/recovery-test", "second saturday 10:00"));
    JsonNode schedule = jigi.get("/api/v1/schedule");
    Map<String, String> seen = new java.util.TreeMap<>();
    schedule
        .path("schedule")
        .forEach(
            row -> {
              if (row.path("system").asText().equals("timbel")) {
                assertThat(row.path("next").asText()).as("" + row).isNotEmpty();
                seen.put(
                    row.path("kind").asText() + "/" + row.path("name").asText(),
                    row.path("schedule").asText());
              }
            });
    assertThat(seen).containsAllEntriesOf(wanted);
    assertThat(jigi.page("/calendar"))
        .contains("/checklists/timbel/daily", "/checklists/timbel/weekly");
    assertThat(schedule.path("collisions").findValuesAsText("system")).contains("timbel");
  }

  @Test
  @Shows({"CHK-01", "CHK-17"})
  void aDaysChecklistIsTickedEvidencedSignedAndExported() throws Exception {
    for (String name : List.of("api", "insights", "web", "serverpod", "postgres", "redis")) {
      awaitStatus("gear-freak", name, "ok");
    }
    command("checklist", "run", "gear-freak/daily");
    JsonNode begun =
        jigi.get("/api/v1/checklists/gear-freak/daily").path("history").path(0).path("run");
    jigi.post(
        "/api/v1/checklist-runs/" + begun.asText() + "/sign",
        Map.of("note", "", "fields", Map.of("메모", "특이 사항 없음")));
    assertThat(command("checklist", "export", "gear-freak/daily").out())
        .contains("날짜", "담당자", "메모", "특이 사항 없음")
        .contains("API 응답 200 OK", "gear_freak_serverpod: Up (healthy)");
    command("checklist", "run", "gear-freak/weekly");
    assertThat(tickedWithEvidence("gear-freak/weekly")).contains("errors.txt", "looked through");
  }

  /** The first item that a person has to judge; what is exported then. */
  private static String tickedWithEvidence(String checklist) throws Exception {
    JsonNode run = jigi.get("/api/v1/checklists/" + checklist).path("history").path(0).path("run");
    JsonNode lines = jigi.get("/api/v1/checklist-runs/" + run.asText()).path("lines");
    JsonNode byHand =
        StreamSupport.stream(lines.spliterator(), false)
            .filter(line -> line.path("way").asText().equals("hand"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("" + lines));
    String item = String.valueOf(byHand.path("index").asInt() + 1);
    Path log = Files.writeString(folder.resolve("errors.txt"), "no pattern\n");
    assertThat(command("checklist", "attach", checklist, item, log.toString()).exit()).isZero();
    assertThat(command("checklist", "tick", checklist, item, "--note", "looked through").exit())
        .isZero();
    return command("checklist", "export", checklist).out();
  }

  @Test
  @Shows({"HC-46", "LOG-29", "MET-30", "MET-32", "MET-45"})
  void failuresAreCountedByColourAndPagesHaveAGoal() throws Exception {
    awaitStatus("event-ocr", "page", "ok");
    pass("the page's time has a goal", () -> is("event-ocr", "page-load-ok", "ok"));
    awaitStatus("web-project", "gateway", "ok");
    // Other stories stop it, too, and the condition is one of an hour.
    double before = gatewayErrors("backend-blue");
    double others = gatewayErrors("backend-green");
    service("stop", "web-backend-blue");
    pass("its colour's errors are counted", () -> gatewayErrors("backend-blue") > before);
    pass("and are too many", () -> is("web-project", "upstreams-ok", "fail"));
    assertThat(gatewayErrors("backend-green")).isEqualTo(others);
    service("start", "web-backend-blue");
    awaitStatus("web-project", "gateway", "ok");
    String conditions = jigi.get("/api/v1/conditions?system=web-project").toString();
    assertThat(conditions).contains("upstream=\\\"backend-blue\\\"");
    for (String name : List.of("grafana", "prometheus", "alertmanager", "loki")) {
      awaitStatus("web-project", name, "ok");
    }
    assertThat(command("checklist", "run", "web-project/post-deploy").out())
        .containsPattern("\\[정상] Prometheus, Grafana, Loki, Alertmanager가 모두 동작한다")
        .contains("알림 채널이 전달한다");
  }

  private static double gatewayErrors(String upstream) {
    String counted =
        "sum(log_requests_total{system=\"web-project\", component=\"gateway-log\", upstream=\""
            + upstream
            + "\", status=~\"5..\"}) or vector(0)";
    return jigi.get("/api/v1/query?query=" + URLEncoder.encode(counted, StandardCharsets.UTF_8))
        .at("/data/result/0/value/1")
        .asDouble();
  }
}
