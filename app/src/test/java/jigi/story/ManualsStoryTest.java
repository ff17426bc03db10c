package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import jigi.Shows;
import jigi.base.kernel.Hash;
import jigi.testing.Component;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
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
class ManualsStoryTest extends ManualsStory {
  @Test
  @Shows({"HC-16", "HC-18", "RB-16"})
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
    pass(
        "the start is suggested",
        () -> jigi.get("/api/v1/runbooks").toString().contains("start-containers"));
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
  @Shows("FIX-05")
  void timbelsDatabaseIsRestartedAndNeverRestoredByItself() throws Exception {
    awaitStatus("timbel", "postgres", "ok");
    service("stop", "timbel-postgres");
    awaitStatus("timbel", "postgres", "fail");
    pass("the recovery ended", () -> ended(run("db-recovery")));
    JsonNode recovery = run("db-recovery");
    assertThat(recovery.path("state").asText()).isEqualTo("succeeded");
    assertThat(recovery.path("trigger").asText()).isEqualTo("alert:DatabaseDown");
    awaitStatus("timbel", "postgres", "ok");
    JsonNode steps = jigi.get("/api/v1/runs/" + recovery.path("id").asText()).path("steps");
    assertThat(StreamSupport.stream(steps.spliterator(), false).map(s -> s.path("state").asText()))
        .containsExactly("succeeded", "succeeded", "skipped", "skipped");
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

  @Test
  @Shows("HC-26")
  void webProjectsMonitoringIsWatchedFromOutsideOfIt() throws Exception {
    awaitStatus("web-project", "prometheus", "ok");
    awaitStatus("web-project", "loki", "ok");
    service("stop", "web-prometheus");
    awaitStatus("web-project", "prometheus", "fail");
    pass("it is told", () -> firing("MonitoringDown"));
    assertThat(firing("GatewayDown")).as("no outage of the application").isFalse();
    service("start", "web-prometheus");
    awaitStatus("web-project", "prometheus", "ok");
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
    awaitStatus("gear-freak", "host", "ok");
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
}
