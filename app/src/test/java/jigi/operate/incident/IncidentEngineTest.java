package jigi.operate.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import jigi.Shows;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Status;
import jigi.base.kernel.UserError;
import jigi.operate.incident.Incident.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

abstract class IncidentEngineTest extends IncidentHouse {
  private static final String MANUAL =
      """
      system: shop
      incidents:
        levels: {critical: P0}
        response: {P0: 15m}
        settle: 5m
      status-page:
        결제: [web, db]
        로그인: auth
      """;

  @Override
  String manual() {
    return MANUAL;
  }

  @Test
  @Shows("INC-01")
  void opensOneIncidentAndClosesItAfterVerification() throws Exception {
    firing("a1", "WebDown", "web", "critical");
    Incident incident = only();
    assertThat(incident.name()).isEqualTo("INC-1");
    assertThat(incident.grade().level()).isEqualTo(Level.P0);
    assertThat(incident.detectedBy()).isEqualTo("alert:WebDown");
    assertThat(next()).isEqualTo(NextAction.Kind.ACKNOWLEDGE);

    incidents.acknowledge(incident.id(), "user:kim");
    assertThat(next()).isEqualTo(NextAction.Kind.CHOOSE_RUNBOOK);
    runs.put("r1", new IncidentChecks.RunFacts(true, "web-healthy"));
    run("run.queued", "r1", "alert:WebDown");
    run("run.waiting", "r1", "alert:WebDown");
    assertThat(next()).isEqualTo(NextAction.Kind.ANSWER_RUN);
    run("run.resumed", "r1", "alert:WebDown");
    assertThat(next()).isEqualTo(NextAction.Kind.WATCH_RUN);

    resolved("a1", "WebDown", "web");
    assertThat(only().state()).isEqualTo(State.RESOLVED);
    advance(Duration.ofSeconds(1));
    assertThat(only().state()).as("its run is still open").isEqualTo(State.RESOLVED);

    goal = new IncidentChecks.Check(Status.UNKNOWN, "no answer yet");
    runs.put("r1", new IncidentChecks.RunFacts(false, "web-healthy"));
    run("run.finished", "r1", "alert:WebDown");
    advance(Duration.ofSeconds(1));
    assertThat(only().state()).as("UNKNOWN is never OK").isEqualTo(State.RESOLVED);
    goal = new IncidentChecks.Check(Status.OK, "200");
    advance(Duration.ofSeconds(30));
    assertThat(incidents.open("shop")).isEmpty();
    Incidents.View view = Objects.requireNonNull(incidents.view(incident.id()));
    assertThat(view.incident().by().closeReason()).isEqualTo("verified");
    assertThat(view.timeline().stream().map(TimelineEntry::kind))
        .containsExactly(
            "alert.firing",
            "incident.opened",
            "incident.acknowledged",
            "run.queued",
            "run.waiting",
            "run.resumed",
            "alert.resolved",
            "incident.resolved",
            "run.finished",
            "incident.unverified",
            "incident.verified",
            "incident.closed");
    assertThat(view.next().kind()).isEqualTo(NextAction.Kind.READ_REPORT);
  }

  @Test
  @Shows("INC-12")
  void whatWasClosedAndComesBackIsToBeAnsweredAnew() throws Exception {
    firing("a1", "WebDown", "web", "critical");
    advance(Duration.ofMinutes(15));
    assertThat(only().at().isLate()).isTrue();
    incidents.acknowledge(only().id(), "user:kim");
    measured = new IncidentChecks.Check(Status.OK, "200");
    resolved("a1", "WebDown", "web");
    advance(Duration.ofSeconds(1));
    assertThat(incidents.open("shop")).isEmpty();
    advance(Duration.ofMinutes(2));
    firing("a2", "WebDown", "web", "critical");
    assertThat(only().name()).isEqualTo("INC-1");
    assertThat(incidents.respondBy(only())).isEqualTo(timeline.instant().plusSeconds(15 * 60));
    advance(Duration.ofMinutes(14));
    restart();
    assertThat(only().at().isLate()).isFalse();
    advance(Duration.ofMinutes(1));
    assertThat(only().at().isLate()).isTrue();
    assertThat(told("incident.breached", "response")).containsExactly("15m", "15m");
  }

  @Test
  void gathersWhatBelongsTogether() throws Exception {
    firing("a1", "DbDown", "db", "critical");
    firing("a2", "WebDown", "web", "critical");
    firing("a3", "WebSlow", "web", "warning");
    firing("a4", "DiskFull", "host", "warning");
    assertThat(incidents.open("shop")).hasSize(1);
    assertThat(view().alerts().stream().map(LinkedAlert::rule))
        .containsExactlyInAnyOrder("DbDown", "WebDown", "WebSlow");
    firing("a5", "MailDown", "mail", "critical");
    assertThat(incidents.open("shop").stream().map(Incident::name))
        .containsExactlyInAnyOrder("INC-1", "INC-2");
  }

  @Test
  void opensNoneForWarningsUnlessTheyNameALevel() throws Exception {
    firing("a1", "DiskFilling", "host", "warning");
    assertThat(incidents.open("shop")).isEmpty();
    append(
        alert("alert.firing", "a2", "Leak", "web", "warning").with("labels", "{\"level\":\"P2\"}"));
    assertThat(only().grade().level()).isEqualTo(Level.P2);
  }

  @Test
  void reopensWithinTheSettleTimeAndOpensANewOneLater() throws Exception {
    firing("a1", "WebDown", "web", "critical");
    resolved("a1", "WebDown", "web");
    advance(Duration.ofSeconds(1));
    assertThat(incidents.open("shop")).isEmpty();
    advance(Duration.ofMinutes(4));
    firing("a2", "WebDown", "web", "critical");
    assertThat(only().name()).isEqualTo("INC-1");
    assertThat(only().state()).isEqualTo(State.OPEN);
    resolved("a2", "WebDown", "web");
    advance(Duration.ofMinutes(6));
    firing("a3", "WebDown", "web", "critical");
    assertThat(only().name()).isEqualTo("INC-2");
  }

  @Test
  @Shows("INC-37")
  void isNotClosedByHandWhileAlertsFire() throws Exception {
    firing("a1", "WebDown", "web", "critical");
    String id = only().id();
    assertThatThrownBy(() -> incidents.close(id, "done", false, "user:kim"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("alerts-firing  INC-1 still has firing alerts (WebDown)");
    assertThatThrownBy(() -> incidents.close(id, " ", true, "user:kim"))
        .hasMessageContaining("no-reason");
    goal = new IncidentChecks.Check(Status.FAIL, "502");
    runs.put("r1", new IncidentChecks.RunFacts(false, "web-healthy"));
    run("run.queued", "r1", "alert:WebDown");
    resolved("a1", "WebDown", "web");
    advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> incidents.close(id, "done", false, "user:kim"))
        .hasMessageContaining("not-verified");
    assertThat(incidents.close(id, "replaced by hand", true, "user:kim").state())
        .isEqualTo(State.CLOSED);
    assertThat(view().timeline().getLast().args()).containsEntry("forced", "true");
  }

  @Test
  @Shows("INC-12")
  void marksAResponseThatCameTooLate() throws Exception {
    firing("a1", "WebDown", "web", "critical");
    advance(Duration.ofSeconds(15 * 60 - 1));
    assertThat(only().at().breached()).isNull();
    restart();
    advance(Duration.ofSeconds(1));
    assertThat(only().at().breached()).isEqualTo(START.plusSeconds(900));
    advance(Duration.ofMinutes(30));
    assertThat(view().timeline().stream().filter(e -> e.kind().equals("incident.breached")))
        .hasSize(1);
  }

  @Test
  @Shows("INC-37")
  void measuresTheComponentWhenNoRunHasAGoal() throws Exception {
    measured = new IncidentChecks.Check(Status.FAIL, "http 502");
    firing("a1", "WebDown", "web", "critical");
    resolved("a1", "WebDown", "web");
    advance(Duration.ofMinutes(1));
    assertThat(only().state()).isEqualTo(State.RESOLVED);
    measured = new IncidentChecks.Check(Status.OK, "http 200 OK");
    advance(Duration.ofMinutes(1));
    assertThat(incidents.open("shop")).isEmpty();
    assertThat(incidents.list("shop", 1).getFirst().state()).isEqualTo(State.CLOSED);
  }

  @Test
  @Shows("INC-37")
  void whatNothingMeasuresIsLeftToAPersonAndNeverCalledVerified() throws Exception {
    append(
        EventDraft.of(EventKind.of("alert.firing"))
            .system("shop")
            .with("id", "a1")
            .with("alert", "NoOrders")
            .with("severity", "critical"));
    append(
        EventDraft.of(EventKind.of("alert.resolved"))
            .system("shop")
            .with("id", "a1")
            .with("alert", "NoOrders"));
    advance(Duration.ofHours(1));
    restart();
    advance(Duration.ofHours(1));
    assertThat(only().state()).isEqualTo(State.RESOLVED);
    assertThat(next()).isEqualTo(NextAction.Kind.LOOK);
    assertThat(told("incident.verified", "evidence")).isEmpty();
    assertThat(told("incident.unmeasured", "name")).as("said once").containsExactly("INC-1");
    Incident closed = incidents.close(only().id(), "orders come in again", false, "user:kim");
    assertThat(closed.by().closeReason()).isEqualTo("orders come in again");
  }

  @Test
  void publishesWhatAPersonWroteAndNothingElse() throws Exception {
    firing("a1", "WebDown", "web", "critical");
    String id = only().id();
    assertThat(publishing.shown("shop")).as("nothing by itself").isEmpty();
    assertThatThrownBy(() -> publish(id, null, null, Notice.Stage.INVESTIGATING, "we look"))
        .hasMessageContaining("no-title");
    assertThatThrownBy(
            () -> publish(id, "t", List.of("web"), Notice.Stage.INVESTIGATING, "we look"))
        .hasMessageContaining("unknown-component");
    assertThatThrownBy(() -> publish(id, "t", null, Notice.Stage.INVESTIGATING, " "))
        .hasMessageContaining("no-text");
    publish(id, "결제가 되지 않습니다", List.of("결제"), Notice.Stage.INVESTIGATING, "확인하고 있습니다");
    advance(Duration.ofMinutes(5));
    publish(id, null, null, Notice.Stage.RESOLVED, "다시 됩니다");
    restart();
    Notice notice = publishing.shown("shop").getFirst();
    assertThat(notice.title()).isEqualTo("결제가 되지 않습니다");
    assertThat(notice.affects()).containsExactly("결제");
    assertThat(notice.isOver()).isTrue();
    assertThat(notice.updates())
        .extracting(Notice.Update::text)
        .containsExactly("확인하고 있습니다", "다시 됩니다");
    assertThat(told("incident.published", "stage")).containsExactly("investigating", "resolved");
    assertThat(view().timeline().getLast().actor()).isEqualTo("user:kim");
    publishing.withdraw(id, "user:lee");
    assertThat(publishing.shown("shop")).isEmpty();
    assertThatThrownBy(() -> publishing.withdraw(id, "user:lee"))
        .hasMessageContaining("not-published");
    publish(id, null, null, Notice.Stage.REPAIRING, "again");
    assertThat(publishing.shown("shop").getFirst().updates()).hasSize(3);
    advance(Publishing.KEPT.plusSeconds(1));
    assertThat(publishing.shown("shop")).as("long ago").isEmpty();
  }

  private void publish(
      String id,
      @Nullable String title,
      @Nullable List<String> affects,
      Notice.Stage stage,
      String text) {
    publishing.publish(id, new Publishing.Wish(title, affects, stage, text), "user:kim");
  }

  @Test
  void goesOnWithTheVerificationAfterARestart() throws Exception {
    goal = new IncidentChecks.Check(Status.FAIL, "502");
    firing("a1", "WebDown", "web", "critical");
    runs.put("r1", new IncidentChecks.RunFacts(false, "web-healthy"));
    run("run.queued", "r1", "alert:WebDown");
    resolved("a1", "WebDown", "web");
    advance(Duration.ofMinutes(1));
    assertThat(only().state()).isEqualTo(State.RESOLVED);
    goal = new IncidentChecks.Check(Status.OK, "200");
    restart();
    advance(Duration.ofSeconds(1));
    assertThat(incidents.open("shop")).isEmpty();
  }

  @Test
  void countsByMonthHowSoonTheyWereAnsweredAndRepaired() throws Exception {
    Incident reported =
        incidents.report("shop", Incidents.Seen.of("pay fails", Level.P0), "user:kim");
    advance(Duration.ofMinutes(20));
    assertThat(Objects.requireNonNull(incidents.find(reported.id())).at().breached())
        .as("what a person reports is timed, too")
        .isEqualTo(START.plus(Duration.ofMinutes(15)));
    incidents.acknowledge(reported.id(), "user:kim");
    advance(Duration.ofMinutes(40));
    incidents.close(reported.id(), "paid again", false, "user:kim");
    firing("a1", "WebDown", "web", "critical");
    Incident second = only();
    advance(Duration.ofMinutes(5));
    incidents.acknowledge(second.id(), "user:kim");
    advance(Duration.ofMinutes(25));
    resolved("a1", "WebDown", "web");
    advance(Duration.ofDays(31));
    incidents.report("shop", Incidents.Seen.of("slow", Level.P3), "user:lee");
    assertThat(incidents.months(system -> ZoneId.of("Asia/Seoul")))
        .containsExactly(
            new IncidentMonth("shop", YearMonth.of(2026, 4), Level.P3, 1, 1, null, null, null),
            new IncidentMonth(
                "shop",
                YearMonth.of(2026, 3),
                Level.P0,
                2,
                0,
                Duration.ofSeconds(750),
                Duration.ofMinutes(45),
                new IncidentMonth.Answered(1, 2)));
  }

  @Test
  void writesAReportInTheReadersLanguage() throws Exception {
    firing("a1", "WebDown", "web", "critical");
    String id = only().id();
    incidents.acknowledge(id, "user:kim");
    advance(Duration.ofMinutes(3));
    incidents.note(id, "looks like <script> | the disk\nis full", "user:kim");
    resolved("a1", "WebDown", "web");
    advance(Duration.ofSeconds(1));
    Messages messages = Messages.load(List.of("incident", "alert", "web"));
    ZoneId seoul = ZoneId.of("Asia/Seoul");
    String korean = new IncidentReport(messages, Language.KO, seoul).markdown(view());
    assertThat(korean)
        .contains("# 장애 보고서 INC-1: web is down")
        .contains("- **시작**: 2026-03-01 09:00:00 Asia/Seoul")
        .contains("- **해제**: 2026-03-01 09:03:00 Asia/Seoul (+3m)")
        .contains("| 09:03:00 | 메모: looks like \\<script\\> \\| the disk is full | user:kim |")
        .contains("- **영향**: web")
        .doesNotContain("[event.", "[incident.");
    assertThat(new IncidentReport(messages, Language.EN, seoul).plain(view()))
        .contains("Incident report INC-1: web is down")
        .contains("  09:03:00  Note: looks like <script> | the disk is full  (user:kim)");
  }
}
