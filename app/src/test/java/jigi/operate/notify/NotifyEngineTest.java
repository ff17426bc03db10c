package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import jigi.Shows;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Names;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.connect.Connections;
import jigi.base.connect.Hosts;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.run.ConditionChecker;
import jigi.base.run.Guards;
import jigi.base.run.Lane;
import jigi.base.run.Mode;
import jigi.base.run.Parameter;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunEngine;
import jigi.base.run.RunParts;
import jigi.base.run.RunRequest;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepPart;
import jigi.base.schedule.Holidays;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.operate.incident.Handling;
import jigi.operate.incident.Incident;
import jigi.operate.incident.IncidentChecks;
import jigi.operate.incident.IncidentEngine;
import jigi.operate.incident.IncidentPart;
import jigi.operate.incident.Incidents;
import jigi.operate.incident.Level;
import jigi.operate.incident.NotifiedIncidents;
import jigi.operate.notify.mailbox.MailSink;
import jigi.operate.notify.mailbox.ReceivedMail;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an alert's event to accepted messages, with the real run engine and real servers. */
abstract class NotifyEngineTest {
  @TempDir Path data;
  private final Timeline timeline = Timeline.rehearsal();
  private final Troubles troubles = new Troubles();
  private MailSink mail;
  private HttpEnd slack;
  private Stores stores;
  private SqlJournal journal;
  private RunEngine runs;
  private RunParts parts;
  private NotifyEngine engine;
  private Incidents incidents;
  private Handling handling;

  abstract TestDatabase database();

  @BeforeEach
  void begin() throws Exception {
    mail = MailSink.open(0, timeline);
    slack = new HttpEnd();
    Files.writeString(data.resolve("slack"), slack.url());
    open();
  }

  @AfterEach
  void end() {
    closeHouse();
    timeline.close();
    mail.close();
    slack.close();
  }

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

  private void open() {
    stores = database().open(data, new Troubles());
    journal = new SqlJournal(stores.store(), timeline, new Troubles(), stores.node());
    IncidentPart incidentPart =
        new IncidentPart(
            reading ->
                new IncidentPart.Mentioned(Names.unknown(), Names.unknown(), Names.unknown()));
    IncidentEngine incidentEngine =
        new IncidentEngine(
            new IncidentEngine.Surroundings(
                stores.store(), journal, timeline, incidentPart, new NoChecks()));
    incidents = new Incidents(incidentEngine, timeline);
    handling = new Handling(incidentEngine, timeline);
    NotifyPart part =
        new NotifyPart(_ -> Names.of(Set.of("WebDown", "DbSlow")), _ -> Holidays.NONE);
    engine =
        new NotifyEngine(
            new NotifyEngine.Surroundings(
                stores.store(),
                journal,
                timeline,
                new NotifiedIncidents(incidents),
                part,
                Foundations.none()),
            manual -> new NotifyEngine.System("상점", ZoneId.of("Asia/Seoul"), Language.KO));
    Messages messages = Messages.load(List.of("notify", "web"));
    Deliverer deliverer =
        new Deliverer(
            new Deliverer.Surroundings(
                stores.store(), journal, timeline, troubles, new Network(), name -> null),
            engine,
            new MessageWriter(messages, "http://127.0.0.1:7070"));
    DeliverStep step = new DeliverStep(deliverer, (tx, request) -> runs.start(tx, request));
    Exec exec = new Exec(data.resolve("attempts"));
    SshClients clients = new SshClients(exec, data, _ -> null);
    Connections connections =
        new Connections(
            new ConnectPart(),
            new ConnectionPart(_ -> new Hosts(Map.of())),
            exec,
            clients,
            new Network(),
            _ -> null);
    parts =
        new RunParts(stores.store(), journal, timeline, exec, connections, new Troubles(), "test");
    runs =
        new RunEngine(
            parts,
            new NoConditions(),
            jigi.base.run.Approvers.byName(),
            List.of(step, new NotifyStep(engine)));
    ManualReader.Result result =
        new ManualReader(List.of(part, incidentPart), name -> null)
            .read(new ManualSource(data, new TreeMap<>(Map.of("jigi.yaml", manual()))));
    assertThat(result.problems()).isEmpty();
    engine.activate(List.of(Objects.requireNonNull(result.manual())));
    incidentEngine.activate(List.of(Objects.requireNonNull(result.manual())));
    incidentEngine.start();
    handling.start();
    engine.start((tx, request) -> runs.start(tx, request));
    runs.open();
    journal.start();
  }

  private void closeHouse() {
    journal.close();
    runs.close();
    stores.close();
  }

  private String manual() {
    return """
    system: shop
    people:
      kim: {email: kim@example.com}
      cto: {email: cto@example.com, language: en}
    groups:
      ops: [kim, cto]
    channels:
      mail: {smtp: "127.0.0.1:%d", from: jigi@example.com}
      team: {slack: {file: slack}, fallback: mail}
    routes:
      critical: {to: [kim], by: [mail, team], escalate: {after: 15m, to: [cto], by: [mail]}}
      DbSlow: {to: [cto], by: [mail]}
    incidents:
      call: {P0: {to: [ops], by: [mail], at: opened}}
    """
        .formatted(mail.port());
  }

  private void firing(String id) {
    append("alert.firing", id);
  }

  private void append(String kind, String id) {
    journal.append(
        EventDraft.of(EventKind.of(kind))
            .system("shop")
            .component(id.equals("a2") ? "db" : "web")
            .with("id", id)
            .with("alert", alert(id))
            .with("severity", "critical")
            .with("value", "0")
            .with("expr", "probe_success == 0")
            .with("since", "2026-03-01T00:00:00Z")
            .with("labels", "{\"component\":\"web\",\"host\":\"app\"}")
            .with("annotations", "{}")
            .with("runbook", "https://wiki/web")
            .with("summary", "web is down"));
  }

  private static String alert(String id) {
    return switch (id) {
      case "a2" -> "DbDown";
      case "a3" -> "DbSlow";
      default -> "WebDown";
    };
  }

  private Delivery.State state(String channel) {
    return engine.deliveries("shop", 10).stream()
        .filter(d -> d.channel().equals(channel) && d.fallbackOf() == null)
        .map(d -> d.progress().state())
        .findFirst()
        .orElse(Delivery.State.QUEUED);
  }

  private void await(BooleanSupplier condition) {
    Until.so("told", condition, () -> engine.deliveries(null, 10) + " " + mail.mails().size());
  }

  private void second() {
    try {
      timeline.advance(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class NoConditions implements ConditionChecker {
    @Override
    public Check now(String system, String condition) {
      return new Check(Status.UNKNOWN, "none");
    }

    @Override
    public Check fresh(String system, String condition, java.time.Instant since) {
      return now(system, condition);
    }
  }

  private static final class NoChecks implements IncidentChecks {
    @Override
    public @Nullable RunFacts run(String id) {
      return null;
    }

    @Override
    public Check fresh(String system, String condition, java.time.Instant since) {
      return new Check(Status.UNKNOWN, "none");
    }

    @Override
    public Check freshComponent(String system, String component, java.time.Instant since) {
      return new Check(Status.UNKNOWN, "none");
    }

    @Override
    public boolean related(String system, String component, String other) {
      return component.equals(other);
    }
  }
}
