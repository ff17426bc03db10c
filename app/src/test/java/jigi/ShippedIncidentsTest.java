package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Language;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.manual.ManualSet;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.detect.inventory.Inventory;
import jigi.detect.rule.Rule;
import jigi.operate.incident.Incident;
import jigi.operate.incident.IncidentChecks;
import jigi.operate.incident.IncidentEngine;
import jigi.operate.incident.Incidents;
import jigi.operate.incident.Level;
import jigi.operate.incident.NotifiedIncidents;
import jigi.operate.incident.Task;
import jigi.operate.notify.Channel;
import jigi.operate.notify.Delivery;
import jigi.operate.notify.Foundations;
import jigi.operate.notify.NotifyEngine;
import jigi.operate.notify.NotifySettings;
import jigi.testing.Component;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The incidents of the shipped manuals, row by row of the catalogue: who is called at once, that
 * nothing is said one second before the response time, who is called at it, and the steps.
 */
@Tag("slow")
class ShippedIncidentsTest {
  /** Monday, nine o'clock in Seoul. */
  private static final Instant MORNING = Instant.parse("2026-03-02T00:00:00Z");

  /** Sunday, nine o'clock in Seoul. */
  private static final Instant SUNDAY = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path folder;
  private final Parts parts = new Parts();

  @Test
  @Shows({"INC-03", "INC-04", "INC-05", "INC-06", "INC-07"})
  void timbelsLevels() throws Exception {
    try (House house = new House("timbel", MORNING)) {
      house.level(Level.P0, "15m", List.of("mail ceo", "mail cto", "sms cto"), List.of());
      house.level(
          Level.P1,
          "1h",
          List.of(),
          List.of("mail dev-lead", "mail devops-lead", "sms dev-lead", "sms devops-lead"));
      house.level(Level.P2, "4h", List.of(), List.of("mail dev"));
      house.level(Level.P3, "24h", List.of(), List.of("mail dev", "mail devops"));
      house.level(Level.P4, "72h", List.of(), List.of("mail operations"));
    }
  }

  @Test
  @Shows({"INC-13", "INC-14", "INC-15"})
  void timbelsThreePhases() throws Exception {
    try (House house = new House("timbel", MORNING)) {
      Incident grave = house.report(Level.P0);
      assertThat(house.steps(grave, Duration.ofMinutes(5)))
          .containsExactly(
              "모니터링 알림 확인",
              "서비스 상태 점검",
              "사용자 신고 접수",
              "장애 레벨 판정 (P0-P4)",
              "온콜 엔지니어 호출",
              "상황실 개설",
              "내부 팀 알림 (Slack)",
              "상태 페이지 업데이트",
              "고객 공지 (필요시)");
      assertThat(house.steps(grave, Duration.ofMinutes(30)))
          .containsExactly(
              "에러 로그 수집",
              "성능 메트릭 확인",
              "최근 변경사항 검토",
              "시스템 리소스 확인",
              "외부 의존성 확인",
              "코드 변경사항 검토",
              "서비스 재시작",
              "트래픽 우회",
              "롤백 실행");
      assertThat(house.steps(grave, Duration.ofHours(2)))
          .containsExactly(
              "근본 원인 해결: 코드 수정, 설정 변경, 인프라 조정",
              "기능 테스트",
              "성능 검증",
              "모니터링 확인",
              "장애 보고서 작성",
              "재발 방지 계획",
              "프로세스 개선");
      assertThat(house.steps(house.report(Level.P3), Duration.ofMinutes(5)))
          .doesNotContain("상황실 개설");
    }
  }

  @Test
  @Shows({"INC-08", "INC-09", "INC-10", "INC-26", "INC-27"})
  void tDevelopersLevels() throws Exception {
    try (House house = new House("t-developer", MORNING)) {
      house.level(Level.P0, "5m", List.of("mail devops-lead", "slack"), List.of());
      house.level(Level.P1, "15m", List.of(), List.of("mail backend-lead"));
      house.level(Level.P2, "30m", List.of(), List.of());
    }
  }

  @Test
  @Shows("INC-25")
  void tDevelopersBackendLeadIsNotCalledOnSunday() throws Exception {
    try (House house = new House("t-developer", SUNDAY)) {
      house.level(Level.P1, "15m", List.of(), List.of("mail ops"));
    }
  }

  @Test
  @Shows({"INC-19", "CHK-15"})
  void tDevelopersChecklistIsOnEveryIncident() throws Exception {
    try (House house = new House("t-developer", MORNING)) {
      assertThat(house.steps(house.report(Level.P4), null))
          .containsExactly(
              "증상 정확히 파악", "고객 영향도 평가", "대응팀 소집", "즉시 대응 조치", "근본 원인 분석", "재발 방지책 수립", "사후 보고서 작성");
    }
  }

  @Test
  @Shows({"INC-28", "INC-29", "INC-39"})
  void tDevelopersKinds() throws Exception {
    try (House house = new House("t-developer", MORNING)) {
      Incident security = house.report(Level.P2, "security");
      assertThat(security.grade().level()).isEqualTo(Level.P1);
      assertThat(house.sent(security, MORNING))
          .containsExactly("mail backend-lead", "mail devops-lead", "mail security");
      assertThat(house.steps(security, null)).startsWith("API 키 로테이션", "관련 세션 무효화");
      Incident leak = house.report(Level.P2, "leak");
      assertThat(house.steps(leak, null)).startsWith("S3 버킷 접근 차단");
      Incident loss = house.report(Level.P2, "data-loss");
      assertThat(loss.grade().level()).isEqualTo(Level.P0);
      assertThat(house.sent(loss, MORNING))
          .contains("mail ops", "mail backend-lead", "mail system-admin", "mail security", "slack");
      assertThat(house.steps(loss, null)).startsWith("고객 공지 준비");
      assertThat(
              Objects.requireNonNull(house.incidents.guide("t-developer").kinds().get("data-loss"))
                  .notice())
          .contains("확인하고 있습니다");
    }
  }

  @Test
  @Shows({"INC-23", "INC-24"})
  void tDevelopersContacts() throws Exception {
    try (House house = new House("t-developer", MORNING)) {
      assertThat(house.contacts())
          .contains(
              "김개발 +821012345678 always",
              "이백엔드 +821023456789 weekdays",
              "박인프라 +821034567890 always",
              "최보안 +821045678901 weekdays",
              "AWS Support +12062664064 always",
              "PagerDuty alerts@company.pagerduty.com always");
      assertThat(house.manual.part(parts.notify).channels()).containsKey("slack");
    }
  }

  @Test
  @Shows({"INC-21", "INC-22"})
  void timbelsContacts() throws Exception {
    try (House house = new House("timbel", MORNING)) {
      assertThat(house.contacts())
          .contains(
              "온콜 엔지니어 +821012345678 always",
              "DevOps 팀장 +821023456789 always",
              "개발팀장 +821034567890 always",
              "CTO +821045678901 always",
              "운영 operations@timbel.net always",
              "보안 담당자 security@timbel.net always");
      assertThat(house.manual.part(parts.notify).channels()).containsKey("slack");
      Inventory.Profile profile = house.manual.part(parts.inventory).profile();
      assertThat("" + profile).contains("https://status.timbel.net", "https://docs.timbel.net");
    }
  }

  @Test
  void theOthersHaveTheirSteps() throws Exception {
    try (House house = new House("gear-freak", MORNING)) {
      assertThat(house.steps(house.report(Level.P0), Duration.ofMinutes(5)))
          .contains("빠른 상태 확인과 재시작");
    }
    try (House house = new House("web-project", MORNING)) {
      assertThat(house.steps(house.report(Level.P0), null)).contains("MySQL 연결 확인");
    }
    try (House house = new House("event-ocr", MORNING)) {
      assertThat(house.steps(house.report(Level.P3, "data-loss"), null)).contains("트랜잭션 로그 재적용");
    }
  }

  @Test
  @Shows("INC-11")
  void gearFreaksClasses() throws Exception {
    ShippedManual shipped = ShippedManual.read("gear-freak");
    Map<String, String> levels = new TreeMap<>();
    shipped.manual().part(shipped.parts().rules).groups().stream()
        .flatMap(group -> group.rules().stream())
        .filter(rule -> rule instanceof Rule.Alerting)
        .map(Rule.Alerting.class::cast)
        .filter(rule -> rule.texts().labels().containsKey("level"))
        .forEach(
            rule ->
                levels.put(
                    rule.name(),
                    rule.severity().key()
                        + " "
                        + Objects.requireNonNull(rule.texts().labels().get("level")).text()));
    assertThat(levels)
        .containsEntry("ServiceDown", "critical P0")
        .containsEntry("DatabaseDown", "critical P1")
        .containsEntry("DiskFull", "critical P1")
        .containsEntry("CertificateExpired", "critical P1");
    assertThat(shipped.manual().part(shipped.parts().incidents).names())
        .isEqualTo(
            Map.of(Level.P0, "Critical", Level.P1, "High", Level.P3, "Medium", Level.P4, "Low"));
    String tracker =
        Files.readString(Component.root().resolve("manuals/gear-freak/runbooks/report-error.md"));
    assertThat(tracker).contains("URGENCY: {type: choice, choices: [High, Medium, Low]");
  }

  /** A shipped manual on a standing clock, with its incidents and what they send. */
  private final class House implements AutoCloseable {
    final Timeline timeline;
    final Manual manual;
    final Stores stores;
    final SqlJournal journal;
    final NotifyEngine notify;
    final Incidents incidents;

    House(String name, Instant start) {
      timeline = Timeline.standing(start);
      Path shipped = jigi.testing.Component.root().resolve("manuals").resolve(name);
      ManualSet set =
          ManualSet.read(List.of(shipped), false, new ManualReader(parts.all(), variable -> null));
      assertThat(set.hasErrors()).as("" + set.problems()).isFalse();
      manual = set.manuals().getFirst();
      stores = TestDatabase.SQLITE.open(folder.resolve(name), new Troubles());
      journal = new SqlJournal(stores.store(), timeline, new Troubles(), stores.node());
      IncidentEngine engine =
          new IncidentEngine(
              new IncidentEngine.Surroundings(
                  stores.store(), journal, timeline, parts.incidents, new NothingMeasured()));
      incidents = new Incidents(engine, timeline);
      notify =
          new NotifyEngine(
              new NotifyEngine.Surroundings(
                  stores.store(),
                  journal,
                  timeline,
                  new NotifiedIncidents(incidents, (tx, run) -> false),
                  parts.notify,
                  Foundations.none()),
              one -> new NotifyEngine.System(name, ZoneId.of("Asia/Seoul"), Language.KO));
      engine.activate(List.of(manual));
      notify.activate(List.of(manual));
      engine.start();
      notify.start((tx, request) -> {});
      journal.start();
    }

    @Override
    public void close() {
      journal.close();
      stores.close();
      timeline.close();
    }

    /**
     * One level of the catalogue: its response time, who is called at once, and who is when nobody
     * acknowledged by then. The route of the severity hears of the breach as well.
     */
    void level(Level level, String response, List<String> once, List<String> late)
        throws Exception {
      Incident incident = report(level);
      assertThat(sent(incident, timeline.instant())).as(level + " at once").isEqualTo(once);
      Duration due = Objects.requireNonNull(Durations.parse(response));
      timeline.advance(due.minusSeconds(1));
      journal.settle();
      assertThat(breached(incident)).as(level + " a second before").isFalse();
      timeline.advance(Duration.ofSeconds(1));
      journal.settle();
      assertThat(breached(incident)).as(level + " at " + response).isTrue();
      assertThat(sent(incident, timeline.instant())).as(level + " at " + response).isEqualTo(late);
      assertThat(notify.about(incident.id()))
          .as("those of the route")
          .anyMatch(one -> one.kind() == Delivery.Kind.BREACHED);
      incidents.close(incident.id(), "shown", true, "user:kim");
    }

    boolean breached(Incident incident) {
      return Objects.requireNonNull(incidents.find(incident.id())).at().breached() != null;
    }

    Incident report(Level level) throws InterruptedException {
      return report(level, null);
    }

    Incident report(Level level, @Nullable String kind) throws InterruptedException {
      Incident incident =
          incidents.report(
              manual.system(), new Incidents.Seen("it is broken", level, kind, null), "user:kim");
      journal.settle();
      return incident;
    }

    /** The calls since an instant: {@code sms kim}, or a shared channel's name, sorted. */
    List<String> sent(Incident incident, Instant since) {
      NotifySettings settings = manual.part(parts.notify);
      return notify.about(incident.id()).stream()
          .filter(one -> one.kind() == Delivery.Kind.CALLED && !one.created().isBefore(since))
          .map(
              one -> {
                Channel channel = Objects.requireNonNull(settings.channels().get(one.channel()));
                return channel.isShared() ? one.channel() : one.channel() + " " + one.person();
              })
          .sorted()
          .toList();
    }

    /** Name, number or else address, and whether somebody is there on Sundays. */
    List<String> contacts() {
      return manual.part(parts.notify).people().values().stream()
          .map(
              one ->
                  one.title()
                      + " "
                      + (one.phone() == null ? one.email() : one.phone())
                      + " "
                      + (one.hours().include(SUNDAY.atZone(ZoneId.of("Asia/Seoul")))
                          ? "always"
                          : "weekdays"))
          .toList();
    }

    List<String> steps(Incident incident, @Nullable Duration until) {
      return Objects.requireNonNull(incidents.view(incident.id())).work().tasks().stream()
          .filter(task -> Objects.equals(task.until(), until))
          .map(Task::text)
          .toList();
    }
  }

  private static final class NothingMeasured implements IncidentChecks {
    @Override
    public @Nullable RunFacts run(String id) {
      return null;
    }

    @Override
    public Check fresh(String system, String condition, Instant since) {
      return new Check(Status.UNKNOWN, "nothing");
    }

    @Override
    public Check freshComponent(String system, String component, Instant since) {
      return new Check(Status.UNKNOWN, "nothing");
    }

    @Override
    public boolean related(String system, String component, String other) {
      return false;
    }
  }
}
