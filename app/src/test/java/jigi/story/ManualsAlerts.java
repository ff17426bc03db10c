package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import jigi.Shows;
import jigi.testing.JigiCommand;
import org.junit.jupiter.api.Test;

/** Who is told of what in the story of all manuals, by which way. */
abstract class ManualsAlerts extends ToldStory {
  private static final String OCR = "event-ocr";
  private static final String WEB = "web-project";

  private static Given ocr() {
    return new Given(jigi, OCR)
        .grows(940, "http_requests_total", "job", "ocr", "status", "200")
        .grows(0, "http_requests_total", "job", "ocr", "status", "500");
  }

  @Test
  void whatIsCriticalForEventOcrIsToldAtOnce() throws Exception {
    awaitStatus(OCR, "database", "ok");
    Given given =
        ocr()
            .grows(60, "http_requests_total", "job", "ocr", "status", "500")
            .is(0.91, "host_filesystem_used_ratio", "component", "host", "mount", "/given")
            .is(0.96, "host_memory_used_ratio", "component", "host");
    service("stop", "ocr-database");
    awaitStatus(OCR, "database", "fail");
    List<String> all = new ArrayList<>(List.of(fires(OCR, "DatabaseDown")));
    for (String rule : List.of("ServerErrors", "DiskFilling", "HighMemory")) {
      all.add(fires(given, "15s", OCR, rule));
    }
    for (String alert : all) {
      pass(given, "5s", "it is told", () -> sent(alert, "firing").size() == 2);
      assertThat(detail(alert).path("row").path("severity").asText()).isEqualTo("critical");
      assertThat(sent(alert, "firing").getFirst()).startsWith("mail ");
      assertThat(sent(alert, "firing").getLast()).isEqualTo("slack");
      assertThat(toldAfter(alert)).as("no fifteen minutes").isLessThan(Duration.ofMinutes(15));
    }
    await(
        "both ways",
        () ->
            got("@event-ocr.example.com", "긴급", "HTTP 500 응답", "한도 5%")
                && got("ocr-chat", "데이터베이스에 연결할 수 없습니다"));
    service("start", "ocr-database");
    awaitStatus(OCR, "database", "ok");
    given
        .grows(0, "http_requests_total", "job", "ocr", "status", "500")
        .is(0.1, "host_filesystem_used_ratio", "component", "host", "mount", "/given")
        .is(0.1, "host_memory_used_ratio", "component", "host");
    end(given, OCR);
  }

  @Test
  void warningsOfEventOcrWaitAndAreForgottenWhenTheyEndBefore() {
    String slow = "probe_duration_seconds";
    Given given =
        ocr()
            .is(3.2, slow, "component", "balancer")
            .is(0.85, "host_cpu_used_ratio", "component", "host")
            .grows(100, "ocr_items_total", "job", "ocr")
            .grows(11, "ocr_failures_total", "job", "ocr")
            .is(0, "jigi_backup_last_run_success", "plan", "given");
    String shortly = fires(given, "1m", OCR, "SlowResponse");
    String backup = fires(given, "1m", OCR, "BackupFailed");
    String failing = fires(given, "2m", OCR, "OcrFailing");
    given.is(0.1, slow, "component", "balancer");
    pass(given, "1m", "it was slow for minutes", () -> isOver(shortly));
    String cpu = fires(given, "2m", OCR, "HighCpu");
    List<String> warned = List.of(cpu, failing, backup);
    pass(given, "1m", "told", () -> warned.stream().noneMatch(a -> sent(a, "firing").isEmpty()));
    for (String one : warned) {
      assertThat(sent(one, "firing")).containsExactly("mail DevOps 엔지니어", "slack");
      assertThat(toldAfter(one)).isGreaterThanOrEqualTo(Duration.ofMinutes(15));
    }
    assertThat(held(cpu)).isGreaterThanOrEqualTo(Duration.ofMinutes(15));
    assertThat(toldAfter(cpu)).as("not twice").isLessThan(Duration.ofMinutes(30));
    assertThat(sent(shortly, "firing")).as("over before anybody was told").isEmpty();
    assertThat(sent(shortly, "resolved")).isEmpty();
    await("it arrives", () -> got("devops@event-ocr.example.com", "OCR 처리 실패율 11%"));
    given
        .is(0.1, "host_cpu_used_ratio", "component", "host")
        .grows(0, "ocr_failures_total", "job", "ocr")
        .is(1, "jigi_backup_last_run_success", "plan", "given");
    end(given, OCR);
  }

  @Test
  @Shows("ALERT-50")
  void eventOcrsDayIsToldInOneReport() {
    JigiCommand.Ran made = command("report", "make", "event-ocr/daily");
    assertThat(made.exit()).as(made.out() + made.err()).isZero();
    assertThat(command("report", "show", "event-ocr/daily").out())
        .contains("일일 리포트", "사용자 요청 수", "평균 응답 시간", "OCR 실패율", "자원과 용량", "알림");
    pass("it is sent", () -> got("devops@event-ocr.example.com", "일일 리포트"));
    assertThat(
            StreamSupport.stream(jigi.get("/api/v1/schedule").path("schedule").spliterator(), false)
                .filter(row -> row.path("system").asText().equals(OCR))
                .filter(row -> row.path("kind").asText().equals("report"))
                .map(row -> row.path("schedule").asText()))
        .contains("daily 09:00");
  }

  /** Its Alertmanager and all else that would tell are down: Jigi needs nothing of them. */
  @Test
  @Shows({"HC-26", "ALERT-40"})
  void webProjectsDeadMonitoringIsToldByMail() throws Exception {
    List<String> stack = List.of("prometheus", "alertmanager", "grafana", "loki");
    for (String name : stack) {
      awaitStatus(WEB, name, "ok");
    }
    for (String name : stack) {
      service("stop", "web-" + name);
    }
    for (String name : stack) {
      awaitStatus(WEB, name, "fail");
    }
    pass("it is told", () -> firing("MonitoringDown"));
    assertThat(firing("GatewayDown")).as("no outage of the application").isFalse();
    pass("by mail", () -> got("ops@example.com", "관찰성 스택의", "응답하지 않습니다"));
    assertThat(got("web-chat", "관찰성 스택의")).isFalse();
    for (String name : stack) {
      service("start", "web-" + name);
    }
    for (String name : stack) {
      awaitStatus(WEB, name, "ok");
    }
    pass("it is over", () -> !firing("MonitoringDown"));
    closeIncidents(WEB);
  }

  @Test
  @Shows("ALERT-38")
  void webProjectsCertificateOfTwentyDaysIsToldInItsChat() throws Exception {
    awaitStatus(WEB, "certificate", "ok");
    certificate("7109 90", "7109 20");
    String alert = fires(WEB, "CertificateExpiringSoon");
    pass("it is told", () -> !sent(alert, "firing").isEmpty());
    assertThat(sent(alert, "firing")).containsExactly("slack");
    await("in the chat", () -> got("web-chat", "Certificate expiring soon: "));
    assertThat(jigi.page("/alerts/" + alert)).contains("href=\"/runbooks/web-project/certificate");
    assertThat(jigi.page("/runbooks/web-project/certificate"))
        .contains("진단: 만료일과 발급 로그", "조치: 발급", "조치: Nginx 재기동")
        .contains("action=\"/runbooks/web-project/certificate/run\"");
    certificate("7109 20", "7109 90");
    pass("it is over", () -> isOver(alert));
    pass("so the chat hears", () -> got("web-chat", "복구", "Certificate expiring soon"));
    closeIncidents(WEB);
  }

  @Test
  @Shows("ALERT-08")
  void webProjectsChannelsAreTestedOneByOne() throws Exception {
    jigi.post("/api/v1/checklists/web-project/monthly/run", Map.of());
    String sheet = jigi.get("/api/v1/checklists/web-project/monthly").at("/history/0/run").asText();
    pass("each was tried", () -> !statuses(sheet).contains("open"));
    assertThat(statuses(sheet)).as("" + lines(sheet)).containsExactly("ok", "ok", "ok");
    for (String name : List.of("Slack", "Webhook")) {
      assertThat(got("web-chat", "알림 채널 시험: " + name)).as(name).isTrue();
    }
    assertThat(got("ops@example.com", "알림 채널 시험: Email")).isTrue();
    assertThat(jigi.page("/checklists/runs/" + sheet))
        .contains("Webhook 테스트 Alert 발송", "담당자가 세 곳에서 테스트 Alert를 보았음");
  }

  private static JsonNode lines(String sheet) {
    return jigi.get("/api/v1/checklist-runs/" + sheet).path("lines");
  }

  /** Of those of the channels. */
  private static List<String> statuses(String sheet) {
    return StreamSupport.stream(lines(sheet).spliterator(), false)
        .filter(line -> line.path("text").asText().contains("테스트 Alert 발송"))
        .map(line -> line.path("status").asText())
        .toList();
  }

  /** Another one, as long as the service says. */
  private static void certificate(String before, String days) throws Exception {
    Path service = state.resolve("web-certificate.service");
    Files.writeString(service, Files.readString(service).replace(before, days));
    service("stop", "web-certificate");
    Files.delete(state.resolve("web-certificate.pem"));
    service("start", "web-certificate");
  }
}
