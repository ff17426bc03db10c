package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import jigi.base.config.Manual;
import jigi.base.config.ManualPart;
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
import jigi.base.run.RunEngine;
import jigi.base.run.RunParts;
import jigi.base.schedule.Holidays;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.operate.incident.CustomerNotices;
import jigi.operate.incident.Handling;
import jigi.operate.incident.IncidentChecks;
import jigi.operate.incident.IncidentEngine;
import jigi.operate.incident.IncidentPart;
import jigi.operate.incident.Incidents;
import jigi.operate.incident.NotifiedIncidents;
import jigi.operate.incident.Publishing;
import jigi.operate.notify.mailbox.MailSink;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A house that tells people, with the real run engine and real servers; alerts are events. */
abstract class TellingHouse {
  @TempDir Path data;
  final Timeline timeline = Timeline.rehearsal();
  final Troubles troubles = new Troubles();

  /** Whether a rule reads how runs end. */
  volatile boolean readByRules;

  MailSink mail;
  HttpEnd slack;
  Stores stores;
  SqlJournal journal;
  RunEngine runs;
  RunParts parts;
  NotifyEngine engine;
  Incidents incidents;
  Handling handling;
  CustomerNotices notices;

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

  final void open() {
    stores = database().open(data, new Troubles());
    journal = new SqlJournal(stores.store(), timeline, new Troubles(), stores.node());
    IncidentPart incidentPart =
        new IncidentPart(
            reading ->
                new IncidentPart.Mentioned(
                    Names.unknown(),
                    Names.unknown(),
                    Names.unknown(),
                    (query, place, problems) -> {}));
    IncidentEngine incidentEngine =
        new IncidentEngine(
            new IncidentEngine.Surroundings(
                stores.store(), journal, timeline, incidentPart, new NoChecks()));
    incidents = new Incidents(incidentEngine, timeline);
    handling = new Handling(incidentEngine, timeline);
    notices =
        new CustomerNotices(incidentEngine, new Publishing(incidentEngine, timeline), timeline);
    NotifyPart part =
        new NotifyPart(_ -> Names.of(Set.of("WebDown", "DbSlow")), _ -> Holidays.NONE);
    engine = telling(part);
    parts = forRuns();
    DeliverStep step = new DeliverStep(deliverer(), (tx, request) -> runs.start(tx, request));
    runs =
        new RunEngine(
            parts,
            new NoConditions(),
            jigi.base.run.Approvers.byName(),
            List.of(step, new NotifyStep(engine)));
    Manual manual = read(List.of(part, incidentPart));
    engine.activate(List.of(manual));
    incidentEngine.activate(List.of(manual));
    incidentEngine.start();
    handling.start();
    engine.start((tx, request) -> runs.start(tx, request));
    runs.open();
    journal.start();
  }

  private NotifyEngine telling(NotifyPart part) {
    return new NotifyEngine(
        new NotifyEngine.Surroundings(
            stores.store(),
            journal,
            timeline,
            new NotifiedIncidents(incidents, (tx, run) -> readByRules),
            part,
            Foundations.none()),
        manual -> new NotifyEngine.System("상점", ZoneId.of("Asia/Seoul"), Language.KO));
  }

  private Deliverer deliverer() {
    Messages messages = Messages.load(List.of("notify", "run", "web"));
    return new Deliverer(
        new Deliverer.Surroundings(
            stores.store(), journal, timeline, troubles, new Network(), name -> null),
        engine,
        new MessageWriter(messages, "http://127.0.0.1:7070"));
  }

  private RunParts forRuns() {
    Exec exec = new Exec(data.resolve("attempts"));
    Connections connections =
        new Connections(
            new ConnectPart(),
            new ConnectionPart(_ -> new Hosts(Map.of())),
            exec,
            new SshClients(exec, data, _ -> null),
            new Network(),
            _ -> null);
    return new RunParts(
        stores.store(), journal, timeline, exec, connections, new Troubles(), "test");
  }

  private Manual read(List<ManualPart<?>> known) {
    ManualReader.Result result =
        new ManualReader(known, name -> null)
            .read(new ManualSource(data, new TreeMap<>(Map.of("jigi.yaml", manual()))));
    assertThat(result.problems()).isEmpty();
    return Objects.requireNonNull(result.manual());
  }

  void closeHouse() {
    journal.close();
    runs.close();
    stores.close();
  }

  String manual() {
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
      runs: {listed: P2}
      call: {P0: {to: [ops], by: [mail], at: opened}}
      notices:
        outage: {title: 서비스 장애 안내, text: 일부 주문이 되지 않습니다., to: [cto], by: [mail]}
    """
        .formatted(mail.port());
  }

  void firing(String id) {
    append("alert.firing", id);
  }

  void append(String kind, String id) {
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
            .with(
                "labels",
                "{\"component\":\"web\",\"host\":\"app\""
                    + (id.equals("a4") ? ",\"level\":\"P0\"}" : "}"))
            .with("annotations", "{}")
            .with("runbook", "https://wiki/web")
            .with("summary", "web is down"));
  }

  static String alert(String id) {
    return switch (id) {
      case "a2" -> "DbDown";
      case "a3" -> "DbSlow";
      default -> "WebDown";
    };
  }

  Delivery.State state(String channel) {
    return engine.deliveries("shop", 10).stream()
        .filter(d -> d.channel().equals(channel) && d.fallbackOf() == null)
        .map(d -> d.progress().state())
        .findFirst()
        .orElse(Delivery.State.QUEUED);
  }

  void await(BooleanSupplier condition) {
    Until.so("told", condition, () -> engine.deliveries(null, 10) + " " + mail.mails().size());
  }

  void second() {
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
