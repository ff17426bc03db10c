package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.Shows;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Ids;
import jigi.base.run.Guards;
import jigi.base.run.Lane;
import jigi.base.run.Mode;
import jigi.base.run.Parameter;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunRequest;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepPart;
import jigi.base.run.Trigger;
import jigi.operate.incident.CustomerNotice;
import jigi.operate.incident.Incident;
import jigi.operate.incident.Incidents;
import jigi.operate.incident.Level;
import jigi.operate.incident.TimelineEntry;
import jigi.operate.notify.mailbox.ReceivedMail;
import org.junit.jupiter.api.Test;

/** From an alert's event to accepted messages, with the real run engine and real servers. */
abstract class NotifyEngineTest extends TellingHouse {
  @Test
  @Shows("ALERT-52")
  void tellsEverybodyOfTheRouteWhatTheyNeedToKnow() throws Exception {
    firing("a1");
    await(() -> mail.mails().size() == 1 && slack.posts().size() == 1);
    ReceivedMail first = mail.mails().getFirst();
    assertThat(first.to()).containsExactly("kim@example.com");
    assertThat(first.subject()).isEqualTo("[상점] 긴급: web is down");
    assertThat(first.text().replace("\r", ""))
        .contains("시스템: 상점\n", "심각도: 긴급\n", "규칙: WebDown\n", "측정값: 0\n")
        .contains("임계값: probe_success == 0\n", "발생 시각: 2026-03-01 09:00:00 Asia/Seoul\n")
        .contains("구성 요소: web\n", "호스트: app\n", "런북: https://wiki/web\n");
    append("alert.resolved", "a1");
    await(() -> mail.mails().size() == 2 && slack.posts().size() == 2);
    ReceivedMail second = mail.mails().getFirst();
    assertThat(second.subject()).isEqualTo("[상점] 복구: web is down");
    assertThat(second.inReplyTo()).isEqualTo(first.messageId());
    await(
        () ->
            engine.deliveries("shop", 10).stream()
                .allMatch(d -> d.progress().state() == Delivery.State.ACCEPTED));
    assertThat(engine.about("a1"))
        .allSatisfy(d -> assertThat(d.progress().proof()).containsPattern("^2[05]0"));
  }

  @Test
  void losesNothingWhileTheMailServerRefuses() throws Exception {
    mail.refuse(true);
    firing("a1");
    await(() -> state("mail") == Delivery.State.RETRYING);
    await(
        () ->
            troubles.all().stream()
                .anyMatch(t -> t.args().getOrDefault("error", "").contains("451 4.3.0")));
    closeHouse();
    mail.refuse(false);
    open();
    await(() -> mail.mails().size() == 1);
    await(() -> state("mail") == Delivery.State.ACCEPTED);
    await(
        () -> troubles.all().stream().noneMatch(t -> t.key().equals("channel.failing:shop/mail")));
  }

  @Test
  @Shows("ALERT-07")
  void fallsBackToTheOtherChannel() throws Exception {
    slack.answers(410, "channel_is_archived");
    firing("a1");
    await(() -> state("team") == Delivery.State.RETRYING);
    for (int i = 0; i < 4; i++) {
      int seen = slack.posts().size();
      while (slack.posts().size() == seen && state("team") != Delivery.State.FAILED) {
        // The next try is written down only some time after this one was refused.
        timeline.advance(Duration.ofSeconds(1));
      }
    }
    await(() -> mail.mails().size() == 2);
    await(() -> state("team") == Delivery.State.FAILED);
    assertThat(slack.posts()).hasSize(Deliverer.ATTEMPTS_WITH_FALLBACK);
    assertThat(engine.about("a1").getLast().fallbackOf()).isNotNull();
  }

  @Test
  void aProviderThatAsksForAPauseIsLeftAloneForSoLong() throws Exception {
    slack.refusesFor(45, "slow down");
    Instant begun = timeline.instant();
    firing("a1");
    await(() -> state("team") == Delivery.State.RETRYING);
    slack.answers(200, "ok");
    await(
        () -> {
          second();
          return slack.posts().size() == 2;
        });
    assertThat(Duration.between(begun, timeline.instant()))
        .as("its own backoff would have been two seconds")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(45));
    await(() -> state("team") == Delivery.State.ACCEPTED);
  }

  @Test
  void whatAProviderAsksForCountsForAllMessagesOfItsChannel() throws Exception {
    slack.refusesFor(45, "slow down");
    Instant begun = timeline.instant();
    firing("a1");
    await(() -> state("team") == Delivery.State.RETRYING);
    slack.answers(200, "ok");
    firing("a2");
    await(
        () ->
            engine.about("a2").stream()
                .anyMatch(d -> d.progress().state() == Delivery.State.RETRYING));
    assertThat(slack.posts()).as("the second message was not even tried").hasSize(1);
    assertThat(engine.about("a2"))
        .extracting(d -> String.valueOf(d.progress().lastError()))
        .anyMatch(text -> text.startsWith("team asked to be left alone until "));
    await(
        () -> {
          second();
          return slack.posts().size() == 3;
        });
    assertThat(Duration.between(begun, timeline.instant()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(45));
  }

  @Test
  @Shows({"INC-33", "ALERT-54"})
  void customersAreToldWhatSomebodyApprovedAndNothingElse() throws Exception {
    String incident =
        incidents
            .report("shop", Incidents.Seen.of("db-1 lost its disk", Level.P2), "user:kim")
            .id();
    CustomerNotice first =
        notices.draft(incident, "outage", "", "주문이 늦어집니다.\n곧 알려 드리겠습니다.", "user:kim");
    int other = notices.draft(incident, "outage", "", "", "user:kim").number();
    journal.settle();
    assertThat(engine.about(incident)).as("a draft is told to nobody").isEmpty();
    notices.approve(incident, first.number(), "user:lee");
    notices.discard(incident, other, "user:lee");
    assertThatThrownBy(() -> notices.approve(incident, other, "user:lee"))
        .hasMessageContaining("notice-decided  notice 2 was discarded by user:lee");
    await(() -> mail.mails().size() == 1);
    ReceivedMail told = mail.mails().getFirst();
    assertThat(told.to()).containsExactly("cto@example.com");
    assertThat(told.subject()).isEqualTo("서비스 장애 안내");
    assertThat(told.text().replace("\r", "").strip())
        .as("no link, no name of the house")
        .isEqualTo("주문이 늦어집니다.\n곧 알려 드리겠습니다.");
    await(() -> kinds(incident).contains("delivery.accepted"));
    assertThat(kinds(incident))
        .contains("incident.drafted", "incident.announced", "incident.discarded");
  }

  private List<String> kinds(String incident) {
    return Objects.requireNonNull(incidents.view(incident)).timeline().stream()
        .map(TimelineEntry::kind)
        .toList();
  }

  @Test
  void whomTheIncidentCallsTheAlertsRouteDoesNotTellAgain() throws Exception {
    firing("a4");
    await(() -> mail.mails().size() == 2 && slack.posts().size() == 1);
    journal.settle();
    assertThat(engine.about("a4"))
        .extracting(d -> d.channel() + " " + d.person())
        .as("kim is called by the level and told by the route, but once")
        .containsExactlyInAnyOrder("mail kim", "mail cto", "team kim");
    ReceivedMail call =
        mail.mails().stream()
            .filter(one -> one.to().contains("kim@example.com"))
            .findFirst()
            .orElseThrow();
    assertThat(call.text()).contains("https://wiki/web");
    append("alert.resolved", "a4");
    await(() -> mail.mails().size() == 3 && slack.posts().size() == 2);
    assertThat(mail.mails().getFirst().to()).containsExactly("kim@example.com");
    assertThat(mail.mails().getFirst().subject()).isEqualTo("[상점] 복구: web is down");
  }

  @Test
  void aLongPauseIsNotWaitedForWhereThereIsAFallback() throws Exception {
    slack.refusesFor(120, "slow down");
    firing("a1");
    await(() -> mail.mails().size() == 2);
    await(() -> state("team") == Delivery.State.FAILED);
    assertThat(slack.posts()).hasSize(1);
  }

  @Test
  void aRuleWithARouteOfItsOwnTellsThoseAndNobodyElse() throws Exception {
    firing("a3");
    await(() -> mail.mails().size() == 1);
    assertThat(mail.mails().getFirst().to()).containsExactly("cto@example.com");
    assertThat(engine.about("a3")).hasSize(1);
    timeline.advance(Duration.ofMinutes(20));
    journal.settle();
    assertThat(engine.about("a3")).as("that route escalates to nobody").hasSize(1);
  }

  @Test
  void escalatesUntilSomebodyAcknowledges() throws Exception {
    firing("a1");
    firing("a2");
    await(() -> mail.mails().size() == 2);
    append("alert.acknowledged", "a2");
    journal.settle();
    timeline.advance(Duration.ofMinutes(15));
    await(() -> mail.mails().size() == 3);
    assertThat(mail.mails().getFirst().to()).containsExactly("cto@example.com");
    assertThat(mail.mails().getFirst().subject())
        .isEqualTo("[상점] Not acknowledged, Critical: web is down");
    journal.settle();
    assertThat(engine.about("a2").stream().map(Delivery::kind))
        .doesNotContain(Delivery.Kind.ESCALATED);
  }

  /** Runs one notify block; gives its run once that has ended. */
  private Run told(Mode mode, String text, String... attributes) throws Exception {
    Map<String, String> words = new TreeMap<>();
    for (String attribute : attributes) {
      words.put(attribute.split("=")[0], attribute.split("=")[1]);
    }
    RunDefinition definition =
        new RunDefinition(
            "tell",
            "알림 시험",
            "shop",
            List.of(StepDefinition.of("tell", Role.OWN, new StepPart("notify", text, words, 1))),
            null,
            List.of(),
            List.of(new Parameter("HOST", Parameter.Type.WORD, null, List.of(), "db-1", null)),
            Guards.DEFAULT);
    RunRequest byHand = RunRequest.byHand(definition, Map.of(), "user:kim");
    Run run =
        runs.start(
            new RunRequest(
                definition, Map.of(), byHand.trigger(), byHand.actor(), null, Lane.NORMAL, mode));
    await(() -> finished(run).state().ended());
    return finished(run);
  }

  private Run finished(Run run) {
    return new Runs(parts).get(run.id()).run();
  }

  private String said(Run run) {
    return new Runs(parts).get(run.id()).attempts().getLast().evidence();
  }

  @Test
  void aStepTellsPeopleAndGroupsByTheNamedChannels() throws Exception {
    Run run = told(Mode.BY_HAND, "$HOST 재시작\n5분 걸립니다\n", "to=ops,kim", "by=mail,team");

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    await(() -> mail.mails().size() == 2 && slack.posts().size() == 1);
    assertThat(mail.mails().stream().map(m -> m.to().getFirst()))
        .containsExactlyInAnyOrder("kim@example.com", "cto@example.com");
    ReceivedMail one = mail.mails().getFirst();
    assertThat(one.subject()).isEqualTo("[상점] db-1 재시작");
    assertThat(one.text())
        .contains("5분 걸립니다", "알림 시험 #" + run.number(), "/runs/" + run.id())
        .doesNotContain("$HOST");
    assertThat(said(run)).startsWith("handed over for kim by mail, cto by mail");
  }

  @Test
  void aStepThatIsRepeatedAfterADeathTellsOnce() throws Exception {
    Outbox.Notice notice =
        new Outbox.Notice(
            "shop",
            "run-1",
            "attempt-1",
            List.of("kim"),
            List.of("mail"),
            Map.of("attempt", "attempt-1", "summary", "hello"));

    assertThat(engine.outbox().tell(notice))
        .isEqualTo(engine.outbox().tell(notice))
        .containsExactly("kim by mail");

    assertThat(engine.about("run-1")).hasSize(1);
  }

  @Test
  void aStepEndsBeforeItsMessageIsAcceptedAndADryOneTellsNobody() throws Exception {
    mail.refuse(true);
    assertThat(told(Mode.BY_HAND, "hello", "to=kim", "by=mail").state())
        .isEqualTo(RunState.SUCCEEDED);
    mail.refuse(false);
    Run dry = told(Mode.DRY, "hello again", "to=ops", "by=mail");
    assertThat(said(dry)).isEqualTo("would tell kim, cto by mail\nhello again");
    assertThat(engine.about(dry.id())).isEmpty();
  }

  @Test
  void aRunThatAsksOrCannotTakeBackWhatItDidIsTold() throws Exception {
    Run asking = begun(new StepDefinition("act", Role.RUN, sh("true"), sh("/no/such"), null, null));
    await(() -> mail.mails().size() == 1);
    ReceivedMail asked = mail.mails().getFirst();
    assertThat(asked.to()).containsExactly("kim@example.com");
    assertThat(asked.subject()).isEqualTo("[상점] 판단 필요: Book");
    assertThat(asked.text()).contains("물음: 단계의 효과를 확인할 수 없습니다.", "/runs/" + asking.id());

    Run stranded =
        begun(
            new StepDefinition("act", Role.RUN, sh("true"), null, sh("exit 1"), null),
            new StepDefinition("fails", Role.RUN, sh("exit 1"), null, null, null));
    await(() -> mail.mails().size() == 2);
    ReceivedMail told = mail.mails().getFirst();
    assertThat(told.subject()).isEqualTo("[상점] 되돌리지 못함: Book");
    assertThat(told.text()).contains("/runs/" + stranded.id());
    await(() -> slack.posts().size() == 2);
  }

  @Test
  void aRunOfTheCalendarThatFailsIsToldOnceUntilItSucceeds() throws Exception {
    Run first = scheduled("book", "exit 1");
    await(() -> mail.mails().size() == 1);
    ReceivedMail told = mail.mails().getFirst();
    assertThat(told.to()).containsExactly("kim@example.com");
    assertThat(told.subject()).isEqualTo("[상점] 예약된 실행이 실패했습니다: Book");
    assertThat(told.text()).contains("까닭: 단계가 실패함", "/runs/" + first.id());
    Run second = scheduled("book", "exit 1");
    Run other = scheduled("listed", "exit 1");
    scheduled("book", "true");
    Run byHand = ended(begun(act("exit 1")));
    Run again = scheduled("book", "exit 1");
    await(() -> !engine.about(again.id()).isEmpty());
    assertThat(engine.about(second.id())).isEmpty();
    assertThat(engine.about(byHand.id())).isEmpty();
    assertThat(engine.about(other.id())).as("its incident is told").isEmpty();
    readByRules = true;
    Run watched = scheduled("backup-orders", "exit 1");
    readByRules = false;
    Run last = scheduled("last", "exit 1");
    await(() -> !engine.about(last.id()).isEmpty());
    assertThat(engine.about(watched.id())).as("an alert tells it").isEmpty();
  }

  private static StepDefinition act(String script) {
    return new StepDefinition("act", Role.RUN, sh(script), null, null, null);
  }

  private Run scheduled(String name, String script) {
    RunDefinition book =
        new RunDefinition(
            name, "Book", "shop", List.of(act(script)), null, List.of(), List.of(), Guards.DEFAULT);
    return ended(
        runs.start(
            new RunRequest(
                book,
                Map.of(),
                Trigger.schedule("daily 02:00", Ids.next(timeline.instant())),
                "jigi",
                null,
                Lane.NORMAL,
                Mode.AUTOMATIC)));
  }

  private Run ended(Run run) {
    await(() -> finished(run).state().ended());
    return run;
  }

  private Run begun(StepDefinition... steps) {
    RunDefinition book =
        new RunDefinition(
            "book", "Book", "shop", List.of(steps), null, List.of(), List.of(), Guards.DEFAULT);
    return runs.start(RunRequest.byHand(book, Map.of(), "user:kim"));
  }

  private static StepPart sh(String script) {
    return new StepPart("sh", script, Map.of("timeout", "1s"), 1);
  }

  /** As a checklist says it: the item's run waits for a person, and nobody is told of that. */
  @Test
  void whatNobodyTickedInTimeIsTold() throws Exception {
    EventDraft of = EventDraft.of(EventKind.of("run.waiting")).system("shop").run("r1");
    journal.append(of.with("reason", "person").with("why", "item").with("title", "일일 점검"));
    EventDraft overdue = EventDraft.of(EventKind.of("checklist.overdue")).system("shop").run("r1");
    journal.append(overdue.with("title", "일일 점검").with("open", 2));

    await(() -> slack.posts().size() == 1 && mail.mails().size() == 1);
    assertThat(mail.mails().getFirst().subject()).isEqualTo("[상점] 점검 기한 지남: 일일 점검");
    assertThat(mail.mails().getFirst().text()).contains("/checklists/runs/r1");
    assertThat(engine.deliveries("shop", 10)).hasSize(2);
  }

  @Test
  void callsThePeopleOfALevelWhenSomebodyReportsIt() throws Exception {
    incidents.report("shop", Incidents.Seen.of("nobody can pay", Level.P0), "user:lee");
    await(() -> mail.mails().size() == 2);
    assertThat(mail.mails())
        .extracting(ReceivedMail::subject)
        .containsExactlyInAnyOrder(
            "[상점] 장애 대응 요청: INC-1 nobody can pay (P0)",
            "[상점] You are needed: INC-1 nobody can pay (P0)");
    assertThat(mail.mails().getFirst().text()).contains("/incidents/");
  }

  @Test
  void tellsWhoeverLeftAFollowUpUndone() throws Exception {
    Incident incident = incidents.report("shop", Incidents.Seen.of("slow", Level.P3), "user:lee");
    Instant due = timeline.instant().plus(Duration.ofHours(1));
    handling.followUp(incident.id(), "add a limit", "cto", due, "user:lee");
    handling.followUp(incident.id(), "ask the bank", "nobody", due, "user:lee");
    timeline.advance(Duration.ofHours(1));
    await(() -> mail.mails().size() == 2 && slack.posts().size() == 2);
    assertThat(mail.mails())
        .extracting(one -> String.join(",", one.to()) + " " + one.subject())
        .containsExactlyInAnyOrder(
            "cto@example.com [상점] Follow-up overdue: add a limit (INC-1)",
            "kim@example.com [상점] 후속 과제 기한 지남: ask the bank (INC-1)");
  }
}
