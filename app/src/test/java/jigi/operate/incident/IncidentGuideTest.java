package jigi.operate.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import jigi.Shows;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Status;
import jigi.base.kernel.UserError;
import jigi.operate.incident.Incident.State;
import org.junit.jupiter.api.Test;

/** What people do in an incident: steps, kinds, calls, texts, follow-ups. */
abstract class IncidentGuideTest extends IncidentHouse {
  private static final String MANUAL =
      """
      system: shop
      people:
        kim: {email: kim@example.com}
        cto: {email: cto@example.com}
        sec: {email: sec@example.com}
      channels:
        mail: {smtp: "127.0.0.1:2525"}
      status-page:
        Shop: web
      incidents:
        levels: {critical: P1, warning: P3}
        response: {P0: 15m, P1: 1h}
        call:
          P0: {to: [cto], by: [mail], at: opened}
          P1: {to: [kim], by: [mail]}
        runs: {backup: P2}
        checklists: {daily: P3}
        runbooks: [restart]
        room: [P0, P1]
        notices:
          outage: {title: 장애 안내, text: 확인하고 있습니다., publish: investigating}
        phases:
          - phase: 초기 대응
            until: 5m
            steps:
              - 알림 확인
              - {step: 상황실 개설, levels: [P0, P1]}
          - phase: 복구
            until: 2h
            steps:
              - {step: 기능 테스트, levels: [P0, P1], verify: works}
              - {step: 고객 확인, levels: P0, required: true}
        kinds:
          security:
            title: 보안 사고
            level: P1
            call: {to: [sec, cto], by: [mail]}
            steps:
              - {step: 키 교체, runbook: rotate}
            notice: 점검 중입니다
      """;

  @Override
  String manual() {
    return MANUAL;
  }

  @Test
  void guidesThroughTheStepsOfItsLevel() throws Exception {
    Incident incident = report("slow", Level.P3);
    assertThat(steps()).containsExactly("초기 대응: 알림 확인");
    incidents.setLevel(incident.id(), Level.P0, "all fail", "user:kim");
    assertThat(steps()).containsExactly("초기 대응: 알림 확인", "초기 대응: 상황실 개설", "복구: 기능 테스트", "복구: 고객 확인");
    handling.tick(incident.id(), 2, "zoom 123", "user:kim");
    handling.tick(incident.id(), 2, "again", "user:lee");
    assertThat(Objects.requireNonNull(task(2).done()))
        .isEqualTo(new Task.Done(START, "user:kim", "zoom 123"));
    assertThat(told("incident.ticked", "task")).containsExactly("상황실 개설");
    restart();
    Instant after = START.plus(Duration.ofMinutes(5));
    assertThat(task(1).isLate(START, after.minusSeconds(1))).isFalse();
    assertThat(task(1).isLate(START, after)).as("at five minutes it is late").isTrue();
    assertThat(task(2).isLate(START, after)).as("what is done is not late").isFalse();
    handling.untick(incident.id(), 2, "user:kim");
    assertThat(task(2).done()).isNull();
    incidents.setLevel(incident.id(), Level.P3, "calmer", "user:kim");
    assertThat(steps()).as("no step is taken away").hasSize(4);
    assertThatThrownBy(() -> handling.tick(incident.id(), 9, "", "user:kim"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no-step  INC-1 has no step 9");
  }

  @Test
  @Shows("INC-30")
  void callsPeopleOfTheLevelAtOnceOrWhenNobodyAnswers() throws Exception {
    report("all fail", Level.P0);
    assertThat(told("incident.called", "to")).containsExactly("cto");
    Incident second = report("pay fails", Level.P1);
    advance(Duration.ofSeconds(3599));
    assertThat(told("incident.called", "to")).isEmpty();
    advance(Duration.ofSeconds(1));
    assertThat(told("incident.called", "to")).containsExactly("kim");
    incidents.setLevel(second.id(), Level.P0, "worse", "user:kim");
    assertThat(told("incident.called", "to")).containsExactly("kim", "cto");
    report("third", Level.P1);
    incidents.acknowledge(only("third").id(), "user:kim");
    advance(Duration.ofHours(2));
    assertThat(told("incident.called", "to")).isEmpty();
  }

  @Test
  @Shows("INC-12")
  void timesTheAnswerAnewWhenThePersonRaisesTheLevel() throws Exception {
    Incident incident = report("slow", Level.P3);
    advance(Duration.ofMinutes(20));
    incidents.setLevel(incident.id(), Level.P1, "worse", "user:kim");
    advance(Duration.ofMinutes(39));
    assertThat(find(incident).at().breached()).isNull();
    advance(Duration.ofMinutes(1));
    assertThat(find(incident).at().breached()).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  @Shows("INC-37")
  void closesOnlyAfterWhatTheGuideWantsSeen() throws Exception {
    conditions.put("works", new IncidentChecks.Check(Status.FAIL, "502"));
    append(
        alert("alert.firing", "a1", "WebDown", "web", "critical")
            .with("labels", "{\"level\":\"P0\"}"));
    Incident incident = only();
    resolved("a1", "WebDown", "web");
    advance(Duration.ofSeconds(1));
    assertThat(told("incident.unverified", "evidence"))
        .containsExactly("web: http 200 OK; 기능 테스트: 502; 고객 확인: not done yet");
    assertThatThrownBy(() -> incidents.close(incident.id(), "done", false, "user:kim"))
        .hasMessageContaining("not-verified")
        .hasMessageContaining("(INC-1: 기능 테스트, 고객 확인)");
    conditions.put("works", new IncidentChecks.Check(Status.OK, "200"));
    advance(Duration.ofSeconds(30));
    assertThat(find(incident).state()).as("a person has to look, too").isEqualTo(State.RESOLVED);
    assertThat(Objects.requireNonNull(task(3).done()).by()).isEqualTo("jigi");
    handling.tick(incident.id(), 4, "two customers paid", "user:kim");
    advance(Duration.ofSeconds(1));
    assertThat(find(incident).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void verifiesWhatAPersonSaysIsRepaired() throws Exception {
    conditions.put("works", new IncidentChecks.Check(Status.UNKNOWN, "no answer"));
    Incident incident = report("pay fails", Level.P1);
    handling.repaired(incident.id(), "user:kim");
    advance(Duration.ofSeconds(1));
    assertThat(find(incident).state()).as("UNKNOWN is never OK").isEqualTo(State.RESOLVED);
    conditions.put("works", new IncidentChecks.Check(Status.OK, "200"));
    advance(Duration.ofSeconds(30));
    assertThat(find(incident).state()).isEqualTo(State.CLOSED);
    Incident other = report("typo", Level.P3);
    assertThatThrownBy(() -> handling.repaired(other.id(), "user:kim"))
        .hasMessageContaining("nothing-measures");
    firing("a1", "WebDown", "web", "critical");
    assertThatThrownBy(() -> handling.repaired(only("web is down").id(), "user:kim"))
        .hasMessageContaining("alerts-firing");
  }

  @Test
  @Shows("INC-02")
  void isOpenedByAFailedRunAndAFailedChecklist() throws Exception {
    finished("r1", "backup", "failed");
    Incident incident = only();
    assertThat(incident.detectedBy()).isEqualTo("run:backup");
    assertThat(incident.grade().level()).isEqualTo(Level.P2);
    assertThat(incident.title()).isEqualTo("Backup: exit 1");
    finished("r2", "backup", "unverified");
    assertThat(incidents.open("shop")).as("the same failure").hasSize(1);
    assertThat(view().runs()).containsExactly("r1", "r2");
    finished("r3", "backup", "cancelled");
    assertThat(only().state()).as("a cancelled run tells nothing").isEqualTo(State.OPEN);
    finished("r4", "cleanup", "failed");
    assertThat(incidents.open("shop")).as("not named in the manual").hasSize(1);
    finished("r5", "backup", "succeeded");
    advance(Duration.ofSeconds(1));
    assertThat(incidents.open("shop")).isEmpty();
    assertThat(told("incident.verified", "evidence")).containsExactly("run:backup: ended well");
    checked("fail");
    assertThat(only().detectedBy()).isEqualTo("checklist:daily");
    assertThat(only().grade().level()).isEqualTo(Level.P3);
    checked("ok");
    advance(Duration.ofSeconds(1));
    assertThat(incidents.open("shop")).isEmpty();
  }

  @Test
  void aKindHasPeopleStepsAndALevelOfItsOwn() throws Exception {
    append(
        alert("alert.firing", "a1", "Logins", "web", "warning")
            .with("labels", "{\"kind\":\"security\"}"));
    Incident incident = only();
    assertThat(incident.kind()).isEqualTo("security");
    assertThat(incident.grade().level()).as("at least").isEqualTo(Level.P1);
    assertThat(told("incident.called", "to")).containsExactly("sec, cto");
    assertThat(steps()).first().isEqualTo("보안 사고: 키 교체");
    assertThat(task(1).runbook()).isEqualTo("rotate");
    Incident reported = report("leak", Level.P3);
    handling.setKind(reported.id(), "security", "user:kim");
    handling.setKind(reported.id(), "security", "user:kim");
    assertThat(find(reported).grade().level()).isEqualTo(Level.P1);
    assertThat(told("incident.called", "to")).as("once").containsExactly("sec, cto");
    assertThat(steps()).contains("보안 사고: 키 교체", "초기 대응: 상황실 개설");
    Incident over = report("over", Level.P3);
    incidents.close(over.id(), "was nothing", false, "user:kim");
    handling.setKind(over.id(), "security", "user:kim");
    assertThat(told("incident.called", "to")).as("of what is over nobody is called").isEmpty();
    assertThatThrownBy(() -> handling.setKind(reported.id(), "securty", "user:kim"))
        .hasMessageContaining("unknown-kind  'shop' has no kind of incident 'securty'")
        .hasMessageContaining("security");
  }

  @Test
  @Shows("INC-20")
  void keepsEveryVersionOfItsReportAndItsFollowUps() throws Exception {
    Incident incident = report("pay fails", Level.P1);
    String id = incident.id();
    handling.write(id, WrittenText.Field.IMPACT, " nobody can pay ", null, "user:kim");
    handling.write(id, WrittenText.Field.REPORT, "# first", 0, "user:kim");
    assertThatThrownBy(() -> handling.write(id, WrittenText.Field.REPORT, "# other", 0, "user:lee"))
        .hasMessageContaining("text-changed  somebody wrote version 1 meanwhile (you saw 0)");
    handling.write(id, WrittenText.Field.REPORT, "# second", 1, "user:lee");
    assertThat(
            view().work().texts().stream()
                .filter(text -> text.field() == WrittenText.Field.REPORT)
                .map(WrittenText::text))
        .containsExactly("# first", "# second");
    assertThat(told("incident.written", "text")).containsExactly("nobody can pay", "", "");

    Instant due = START.plus(Duration.ofDays(7));
    handling.followUp(id, "add a limit", "kim", due, "user:lee");
    handling.followUp(id, "test it", "cto", due, "user:lee");
    handling.finish(id, 2, "user:cto");
    restart();
    advance(Duration.ofDays(7).minusSeconds(1));
    assertThat(told("incident.overdue", "task")).isEmpty();
    advance(Duration.ofSeconds(1));
    assertThat(told("incident.overdue", "person")).containsExactly("kim");
    restart();
    advance(Duration.ofDays(1));
    assertThat(told("incident.overdue", "task")).as("said once").containsExactly("add a limit");
    assertThat(handling.openFollowUps()).extracting(FollowUp::task).containsExactly("add a limit");
    handling.finish(id, 1, "user:kim");
    assertThat(handling.openFollowUps()).isEmpty();
    assertThatThrownBy(() -> handling.followUp(id, "more", " ", due, "user:lee"))
        .hasMessageContaining("no-person");
  }

  @Test
  void graveIncidentsHaveAWarRoomFromTheBeginning() throws Exception {
    Incident incident = report("slow", Level.P3);
    String id = incident.id();
    assertThat(view().room().opened()).isNull();
    incidents.setLevel(id, Level.P1, "worse", "user:kim");
    incidents.setLevel(id, Level.P0, "all fail", "user:kim");
    assertThat(view().room().opened()).isEqualTo(START);
    assertThat(told("incident.room", "name")).as("once").hasSize(1);
    advance(Duration.ofMinutes(1));
    incidents.join(id, "user:kim");
    incidents.join(id, "user:kim");
    incidents.note(id, "the disk is full", "user:kim");
    restart();
    WarRoom room = view().room();
    assertThat(room.people())
        .containsExactly(new WarRoom.Participant("user:kim", START.plus(Duration.ofMinutes(1))));
    assertThat(room.said()).extracting(WarRoom.Said::text).containsExactly("the disk is full");
    assertThat(told("incident.joined", "name")).hasSize(1);
    Incident small = report("typo", Level.P4);
    incidents.join(small.id(), "user:lee");
    assertThat(view().room().opened()).as("whoever comes opens it").isNotNull();
  }

  @Test
  void whatIsApprovedIsPublishedOrNothingHappens() throws Exception {
    Incident incident = report("pay fails", Level.P1);
    String id = incident.id();
    CustomerNotice draft = notices.draft(id, "outage", "결제 안내", "", "user:kim");
    assertThat(draft.text()).isEqualTo("확인하고 있습니다.");
    assertThat(publishing.of(id)).as("a draft is not published").isNull();
    restart();
    CustomerNotice sent = notices.approve(id, draft.number(), "user:lee");
    assertThat(sent.state()).isEqualTo(CustomerNotice.State.SENT);
    assertThat(sent.decided()).isEqualTo(new CustomerNotice.Hand("user:lee", START));
    Notice published = Objects.requireNonNull(publishing.of(id));
    assertThat(published.title()).isEqualTo("결제 안내");
    assertThat(published.latest().stage()).isEqualTo(Notice.Stage.INVESTIGATING);
    assertThatThrownBy(() -> notices.discard(id, draft.number(), "user:kim"))
        .hasMessageContaining("notice-decided  notice 1 was sent by user:lee");
    assertThatThrownBy(() -> notices.draft(id, "outge", "", "", "user:kim"))
        .hasMessageContaining("unknown-notice  'shop' has no notice 'outge'")
        .hasMessageContaining("outage");
    assertThatThrownBy(() -> notices.approve(id, 7, "user:kim"))
        .hasMessageContaining("no-notice  INC-1 has no notice 7");
    publishing.activate(List.of(), manual -> java.util.Optional.empty());
    int second = notices.draft(id, "outage", "", "", "user:kim").number();
    assertThatThrownBy(() -> notices.approve(id, second, "user:lee"))
        .hasMessageContaining("no-status-page");
    assertThat(view().work().notices().getLast().state())
        .as("both or neither")
        .isEqualTo(CustomerNotice.State.DRAFT);
    assertThat(told("incident.announced", "notice")).containsExactly("1");
  }

  private Incident report(String title, Level level) {
    return incidents.report("shop", Incidents.Seen.of(title, level), "user:kim");
  }

  private Incident only(String title) {
    return incidents.open("shop").stream()
        .filter(one -> one.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private Incident find(Incident incident) {
    return Objects.requireNonNull(incidents.find(incident.id()));
  }

  private List<String> steps() {
    return view().work().tasks().stream().map(task -> task.phase() + ": " + task.text()).toList();
  }

  private Task task(int number) {
    return view().work().tasks().get(number - 1);
  }

  private void finished(String run, String name, String state) throws InterruptedException {
    append(
        EventDraft.of(EventKind.of("run.finished"))
            .system("shop")
            .run(run)
            .with("name", name)
            .with("title", "Backup")
            .with("state", state)
            .with("reason", "exit 1"));
  }

  private void checked(String status) throws InterruptedException {
    append(
        EventDraft.of(EventKind.of("checklist.ended"))
            .system("shop")
            .run("c-" + status)
            .with("name", "daily")
            .with("title", "Daily")
            .with("status", status)
            .with("summary", "disk"));
  }
}
