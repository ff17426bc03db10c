package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.Shows;
import org.junit.jupiter.api.Test;

/** Who is told of what when thresholds of the manuals are passed, on samples that are given. */
abstract class WatchAlerts extends ToldStory {
  private static final String HOST = "host";

  /** What Timbel's machine and its API measure; requests are so many that no others count. */
  private static void timbel(Given given, boolean well) {
    given
        .is(well ? 0.5 : 0.92, "host_cpu_used_ratio", "component", HOST)
        .is(well ? 0.5 : 0.96, "host_memory_used_ratio", "component", HOST)
        .is(well ? 0.5 : 0.81, "host_filesystem_used_ratio", "component", HOST, "mount", "/given")
        .is(
            now().plus(Duration.ofDays(well ? 31 : 29)).getEpochSecond() + 3600,
            "probe_tls_expiry_timestamp_seconds",
            "component",
            "certificate")
        .grows(9400, "http_requests_total", "job", "backend", "status", "200")
        .grows(well ? 0 : 600, "http_requests_total", "job", "backend", "status", "500")
        .grows(10_000, "http_request_duration_seconds_count", "job", "backend")
        .grows(well ? 500 : 12_000, "http_request_duration_seconds_sum", "job", "backend");
  }

  private static Instant now() {
    return Instant.parse(jigi.get("/api/v1/clock").path("now").asText());
  }

  @Test
  @Shows({"ALERT-01", "ALERT-06", "ALERT-10", "ALERT-53", "FIX-03"})
  void timbelsThresholdsAreToldToThoseWhomItNamesByTheChannelsThatItNames() {
    closeIncidents("timbel");
    Given given = new Given(jigi, "timbel");
    timbel(given, true);
    pass(
        given,
        "30s",
        "nothing else is wrong with the API",
        () ->
            List.of("pending", "firing").stream()
                .allMatch(
                    state ->
                        alert("timbel", "HighErrorRate", state) == null
                            && alert("timbel", "SlowApi", state) == null));
    assertThat(alert("timbel", "CertificateExpiring", "firing")).as("31 days are enough").isNull();
    timbel(given, false);
    String memory = fires(given, "30s", "timbel", "HighMemory");
    String waiting =
        Objects.requireNonNull(alert("timbel", "HighCpu", "pending")).path("id").asText();
    assertThat(jigi.page("/alerts?state=pending")).contains("/alerts/" + waiting);
    assertThat(jigi.page("/alerts?state=firing"))
        .contains("/alerts/" + memory)
        .doesNotContain("/alerts/" + waiting);
    pass(
        given,
        "1s",
        "a clean-up has begun",
        () ->
            run("memory-cleanup").has("id")
                && List.of("running", "succeeded")
                    .contains(states(run("memory-cleanup")).getFirst()));
    given.is(0.5, "host_memory_used_ratio", "component", HOST);
    pass(given, "30s", "the clean-up ended", () -> ended(run("memory-cleanup")));
    String cpu = fires(given, "30s", "timbel", "HighCpu");
    // It is asked for half a minute of the clock whether it answers, and starts in its own time.
    await("one backend more answers", () -> ended(run("scale-out")));
    String errors = fires(given, "30s", "timbel", "HighErrorRate");
    String disk = fires(given, "30s", "timbel", "DiskFilling");
    String certificate = fires(given, "30s", "timbel", "CertificateExpiring");
    String slow = fires(given, "1m", "timbel", "SlowApi");
    List<String> all = List.of(cpu, memory, errors, disk, certificate, slow);
    pass(
        given,
        "5s",
        "all are told",
        () -> all.stream().noneMatch(a -> sent(a, "firing").isEmpty()));
    toldAsTheManualSays(cpu, memory, errors, disk, certificate, slow);
    whatIsDoneIsWrittenDown();
    timbel(given, true);
    pass(given, "30s", "they end", () -> all.stream().allMatch(ToldStory::isOver));
    pass(given, "5s", "told", () -> all.stream().noneMatch(a -> sent(a, "resolved").isEmpty()));
    assertThat(sent(cpu, "resolved")).isEqualTo(sent(cpu, "firing"));
    assertThat(jigi.page("/alerts?state=resolved")).contains("/alerts/" + cpu);
    assertThat(jigi.page("/alerts?state=firing")).doesNotContain("/alerts/" + cpu);
    await("every message is accepted", () -> all.stream().allMatch(ToldStory::accepted));
    await("it is over", () -> got("oncall@timbel.net", "복구", "CPU 사용률"));
    end(given, "timbel");
  }

  private static void toldAsTheManualSays(
      String cpu, String memory, String errors, String disk, String certificate, String slow) {
    assertThat(held(cpu)).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(held(memory)).isGreaterThanOrEqualTo(Duration.ofMinutes(3));
    assertThat(held(errors)).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
    assertThat(held(slow)).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    for (String one : List.of(cpu, memory, errors, slow)) {
      assertThat(toldAfter(one)).as("not before it fires").isGreaterThanOrEqualTo(held(one));
    }
    assertThat(sent(cpu, "firing"))
        .containsExactly("mail DevOps 팀장", "mail 온콜 엔지니어", "slack", "sms DevOps 팀장", "sms 온콜 엔지니어");
    assertThat(sent(memory, "firing")).containsExactly("mail 온콜 엔지니어", "slack", "sms 온콜 엔지니어");
    assertThat(sent(errors, "firing")).containsExactly("mail DevOps 팀", "mail 개발팀", "slack");
    assertThat(sent(slow, "firing")).containsExactly("slack");
    assertThat(sent(disk, "firing")).containsExactly("mail DevOps 팀", "slack");
    assertThat(sent(certificate, "firing")).containsExactly("mail DevOps 팀");
    await(
        "the words arrive",
        () ->
            got("oncall@timbel.net", "긴급", "CPU 사용률 92%, 5분 지속", "임계값", "조치: 스케일 아웃", "cpu-high")
                && got("timbel-chat", "CPU 사용률 92%")
                && got("dev@timbel.net", "API 에러율")
                && got("devops@timbel.net", "SSL 인증서가 29")
                && texted("01012345678", "CPU 사용률 92%"));
    assertThat(got("dev@timbel.net", "API 평균 응답 시간")).as("Slack only").isFalse();
    assertThat(jigi.page("/alerts/" + cpu)).contains("CPU 사용률 92%", "스케일 아웃", "cpu-high");
  }

  /** Whether a short message was handed to the provider for a telephone. */
  private static boolean texted(String number, String words) {
    try {
      return Files.readAllLines(state.resolve("timbel-chat.inbox")).stream()
          .map(line -> Base64.getDecoder().decode(line.split("\t", -1)[1]))
          .map(body -> new String(body, StandardCharsets.UTF_8))
          .anyMatch(body -> body.contains("\"to\":\"" + number) && body.contains(words));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The clean-up and what was collected are runs with what they saw. */
  private static void whatIsDoneIsWrittenDown() {
    JsonNode cleaned = run("memory-cleanup");
    assertThat(cleaned.path("state").asText()).as(outputs(cleaned)).isEqualTo("succeeded");
    assertThat(cleaned.path("trigger").asText()).isEqualTo("alert:HighMemory");
    assertThat(outputs(cleaned)).containsPattern("(?s)Mem:.*OK.*Mem:");
    pass("the logs are collected", () -> ended(run("log-collection")));
    assertThat(run("log-collection").path("trigger").asText()).isEqualTo("alert:HighErrorRate");
    JsonNode more = run("scale-out");
    assertThat(more.path("state").asText()).as(outputs(more) + steps(more)).isEqualTo("succeeded");
    assertThat(more.path("trigger").asText()).isEqualTo("alert:HighCpu");
    assertThat(
            jigi.get("/api/v1/deployments/timbel/backend").path("sides").findValuesAsText("health"))
        .containsExactly("healthy", "healthy", "healthy", "healthy");
  }

  @Test
  @Shows({"ALERT-21", "FIX-07"})
  void whoFailsToSignInAgainAndAgainIsBlockedOnceAndTheSecurityOfficerTold() throws Exception {
    awaitStatus("timbel", "logins", "ok");
    Path log = state.resolve("timbel-backend.out");
    String failed = "WARN Login FAILED for admin from ";
    Files.writeString(
        log,
        (failed + "203.0.113.9\n").repeat(6)
            + (failed + "198.51.100.7\n").repeat(5)
            + (failed + "10.9.9.9\n").repeat(20));
    String alert = fires("timbel", "AddressBlocked");
    pass("it is blocked", () -> ended(run("block-address")));
    JsonNode block = run("block-address");
    assertThat(block.path("state").asText()).as(outputs(block)).isEqualTo("succeeded");
    assertThat(outputs(block)).contains("203.0.113.9: 6회 실패");
    pass(
        "security is told", () -> got("security@timbel.net", "IP 차단 알림", "203.0.113.9에서 한 시간에 6회"));
    advance("1m");
    assertThat(Files.readString(state.resolve("timbel-host.nft")).strip())
        .as("once, and nobody else")
        .isEqualTo("blocked 203.0.113.9 timeout 24h");
    Files.delete(log);
    pass("nobody fails any more", () -> isOver(alert));
  }

  @Test
  @Shows("ALERT-32")
  void gearFreaksAlertsSayWhatToDo() {
    Given given =
        new Given(jigi, "gear-freak")
            .is(0.85, "host_cpu_used_ratio", "component", HOST)
            .is(0.86, "host_memory_used_ratio", "component", HOST)
            .is(0.8, "host_filesystem_used_ratio", "component", HOST, "mount", "/given");
    String memory = fires(given, "30s", "gear-freak", "HighMemory");
    String disk = fires(given, "30s", "gear-freak", "DiskFilling");
    assertThat(jigi.page("/alerts/" + memory))
        .contains("메모리 사용률 86%", "1 GB 중 850 MB", "컨테이너를 다시 시작하고 t3.small 업그레이드를 검토합니다")
        .contains("href=\"/runbooks/gear-freak/memory-high");
    assertThat(jigi.page("/alerts/" + disk)).contains("로그를 정리하고 오래된 백업을 지웁니다");
    String cpu = fires(given, "1m", "gear-freak", "HighCpu");
    assertThat(held(cpu)).as("two averages of 300 s").isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(jigi.page("/alerts/" + cpu)).contains("로그를 분석하고 비정상 트래픽을 확인합니다");
    List<String> all = List.of(memory, disk, cpu);
    pass(given, "5s", "told", () -> all.stream().noneMatch(a -> sent(a, "firing").isEmpty()));
    for (String one : all) {
      assertThat(sent(one, "firing")).containsExactly("mail 운영팀");
    }
    await("it arrives", () -> got("ops@gear-freaks.com", "메모리 사용률 86%", "t3.small"));
    given
        .is(0.1, "host_cpu_used_ratio", "component", HOST)
        .is(0.1, "host_memory_used_ratio", "component", HOST)
        .is(0.1, "host_filesystem_used_ratio", "component", HOST, "mount", "/given");
    end(given, "gear-freak");
  }

  /** Of ten requests a second so many within the bounds of the histogram. */
  private static void executions(Given given, double within45, double within60) {
    String name = "pipeline_execution_seconds_bucket";
    given
        .grows(within45, name, "job", "pipeline", "le", "45")
        .grows(within60, name, "job", "pipeline", "le", "60")
        .grows(10, name, "job", "pipeline", "le", "120")
        .grows(10, name, "job", "pipeline", "le", "+Inf");
  }

  @Test
  @Shows("INC-35")
  void tDevelopersSlownessCallsTheNextOneWhoIsOnDuty() {
    closeIncidents("t-developer");
    Given given = new Given(jigi, "t-developer");
    executions(given, 9.4, 10);
    given
        .grows(30, "agent_execution_seconds_sum", "job", "pipeline", "agent", "parser")
        .grows(1, "agent_execution_seconds_count", "job", "pipeline", "agent", "parser")
        .is(0.4, "cache_hit_ratio", "job", "pipeline");
    String slo = fires(given, "1m", "t-developer", "SloResponseTime");
    assertThat(detail(slo).path("row").path("severity").asText()).isEqualTo("warning");
    executions(given, 4, 5);
    String slow = fires(given, "30s", "t-developer", "VerySlow");
    pass(given, "5s", "it is an incident", () -> detail(slow).path("incident").has("id"));
    JsonNode incident = detail(slow).path("incident");
    String id = incident.path("id").asText();
    assertThat(incident.path("level").asText()).isEqualTo("P1");
    assertThat(isTimed(id, Duration.ofMinutes(15))).isTrue();
    theViewForDiagnosis(id, slow);
    boolean before = isOfficeHour();
    pass(
        given,
        "2m",
        "somebody more is called",
        () -> !told(id).stream().filter(WatchAlerts::isLead).toList().isEmpty());
    boolean after = isOfficeHour();
    List<String> called = told(id).stream().filter(WatchAlerts::isLead).distinct().toList();
    if (before && after) {
      assertThat(called).contains("mail backend-lead");
    } else if (!before && !after) {
      assertThat(called).doesNotContain("mail backend-lead").contains("mail devops-lead");
    }
    executions(given, 10, 10);
    given.is(0.9, "cache_hit_ratio", "job", "pipeline");
    given.grows(0.1, "agent_execution_seconds_sum", "job", "pipeline", "agent", "parser");
    end(given, "t-developer");
  }

  /** Which agent holds it up, what it runs on, the cache and what fails. */
  private static void theViewForDiagnosis(String incident, String alert) {
    assertThat(jigi.page("/incidents/" + incident))
        .containsPattern("(?s)id=\"measures\".*가장 느린 에이전트.*<path class=\"mark\" d=\"M")
        .contains("캐시 적중률", "에러율", "CPU 사용률", "메모리 사용률")
        .contains("href=\"/runbooks/t-developer/performance")
        .contains("href=\"/runbooks/t-developer/error-patterns");
    assertThat(jigi.page("/alerts/" + alert)).contains("병목 에이전트와 리소스, 캐시를 확인하고 스케일링합니다");
  }

  private static boolean isLead(String told) {
    return told.matches("mail (backend-lead|devops-lead|system-admin)");
  }

  private static boolean isOfficeHour() {
    ZonedDateTime there = now().atZone(ZoneId.of("Asia/Seoul"));
    boolean weekend = List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY).contains(there.getDayOfWeek());
    return !weekend && there.getHour() >= 9 && there.getHour() < 18;
  }

  /** Whether somebody has so long to answer, and no longer. */
  private static boolean isTimed(String incident, Duration response) {
    String until = jigi.get("/api/v1/incidents/" + incident).at("/row/next/until").asText();
    Duration left = Duration.between(now(), Instant.parse(until));
    return left.isPositive() && left.compareTo(response) <= 0;
  }

  @Test
  @Shows("ALERT-53")
  void tDevelopersOutageCallsItsLeadAtOnceAndThenTheNext() {
    closeIncidents("t-developer");
    Given given =
        new Given(jigi, "t-developer")
            .grows(10, "pipeline_requests_total", "job", "pipeline")
            .grows(10, "pipeline_failures_total", "job", "pipeline");
    String outage = fires(given, "30s", "t-developer", "EverythingFails");
    pass(given, "5s", "it is an incident", () -> detail(outage).path("incident").has("id"));
    String id = detail(outage).path("incident").path("id").asText();
    pass(
        given,
        "5s",
        "it is P0",
        () -> jigi.get("/api/v1/incidents/" + id).at("/row/level").asText().equals("P0"));
    assertThat(isTimed(id, Duration.ofMinutes(5))).isTrue();
    await(
        "the lead, PagerDuty and the chat are told at once",
        () ->
            got("devops-lead@t-developer.com", "모든 요청이 실패합니다")
                && got("alerts@company.pagerduty.com", "모든 요청이 실패합니다")
                && got("agent-service", "모든 요청이 실패합니다"));
    assertThat(jigi.page("/alerts/" + outage))
        .contains("href=\"/runbooks/t-developer/outage", "긴급 롤백");
    pass(
        given,
        "2m",
        "the next one is called",
        () -> sent(outage, "escalated").contains("mail 박인프라"));
    assertThat(toldAfter(outage, "escalated"))
        .as("five minutes after the first message")
        .isGreaterThanOrEqualTo(toldAfter(outage).plusMinutes(5));
    assertThat(command("alerts", "ack", outage).exit()).isZero();
    given.grows(0, "pipeline_failures_total", "job", "pipeline");
    end(given, "t-developer");
  }

  @Test
  void quickActionsOfAnIncidentAreAskedAboutAndWrittenDown() throws Exception {
    awaitStatus("timbel", "backend", "ok");
    String id = incident("timbel", "one backend is slow");
    offers("timbel", id, "emergency-restart", "divert", "rollback", "scale-out", "cache-cleanup");
    acts(id, "timbel/divert", Map.of("INSTANCE", "backend-2"), ManualsStory::pass);
    service("start", "timbel-backend-2");
    acts(id, "timbel/cache-cleanup", Map.of(), ManualsStory::pass);
    String other = incident("t-developer", "somebody is in");
    offers("t-developer", other, "outage", "surge", "suspicious-activity", "data-leak");
    closeIncidents("timbel");
    closeIncidents("t-developer");
  }

  private static String incident(String system, String title) {
    return command("incidents", "report", system, title, "--level", "P1").out().strip();
  }

  /** Each has a page of its own that says what it does before somebody starts it. */
  private static void offers(String system, String incident, String... runbooks) {
    String page = jigi.page("/incidents/" + incident);
    for (String runbook : runbooks) {
      String path = "/runbooks/" + system + "/" + runbook;
      assertThat(page).contains("href=\"" + path + "?incident=" + incident + "\"");
      assertThat(jigi.page(path + "?incident=" + incident))
          .contains("action=\"" + path + "/run\"")
          .contains("name=\"incident\" value=\"" + incident + "\"");
    }
  }
}
