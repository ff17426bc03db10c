package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jigi.base.access.Access;
import jigi.base.connect.ConnectionTests;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Timeline;
import jigi.base.manual.ManualEditor;
import jigi.base.manual.Manuals;
import jigi.base.run.RunEngine;
import jigi.base.run.Runs;
import jigi.base.schedule.Scheduler;
import jigi.detect.alert.Alerts;
import jigi.detect.discovery.Discoveries;
import jigi.detect.metric.Conditions;
import jigi.detect.metric.scrape.Scraping;
import jigi.detect.probe.Components;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.log.LogRepository;
import jigi.detect.probe.log.WholeLogs;
import jigi.operate.backup.Backups;
import jigi.operate.checklist.Checklists;
import jigi.operate.deploy.Deployments;
import jigi.operate.incident.CustomerNotices;
import jigi.operate.incident.Handling;
import jigi.operate.incident.Incidents;
import jigi.operate.incident.Publishing;
import jigi.operate.notify.NotifyEngine;
import jigi.operate.notify.NotifySettings;
import jigi.operate.runbook.Runbooks;
import jigi.present.api.MetricQueries;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ErrorRow;
import jigi.present.api.view.Mail;
import jigi.present.api.view.RunbookRow;
import jigi.present.api.view.SettingsView;
import jigi.present.report.Days;
import jigi.present.report.Reports;
import org.jspecify.annotations.Nullable;

/** What pages and API are put together from. */
public record Rooms(Base base, Detect detect, Operate operate, Process process) {
  private static final Duration DAY = Duration.ofDays(1);

  /** How many groups of error lines a page has room for. */
  private static final int ERRORS = 5;

  /** Time, journal, manuals, runs. */
  public record Base(
      Timeline timeline,
      SqlJournal journal,
      Manuals manuals,
      ManualEditor editor,
      RunEngine engine,
      Runs runs,
      Scheduler scheduler,
      Access access,
      ConnectionTests connections) {}

  /** What is measured and judged. */
  public record Detect(
      Components components,
      ProbeScheduler probes,
      MetricQueries metrics,
      Conditions conditions,
      Alerts alerts,
      Discoveries discoveries,
      Scraping scraping,
      LogRepository logs,
      WholeLogs wholeLogs,
      HeartbeatRoom heartbeats) {}

  /** What people handle. */
  public record Operate(
      Incidents incidents,
      Handling handling,
      Publishing publishing,
      CustomerNotices notices,
      Runbooks runbooks,
      Checklists checklists,
      Backups backups,
      Deployments deployments,
      Reports reports,
      Days days,
      NotifyEngine notifications) {}

  /**
   * What only the launcher knows.
   *
   * @param messages the texts of files that people take away
   * @param settings key, value and where it was set
   * @param metrics Jigi's own samples in Prometheus's text format
   * @param unready why no work can be taken on yet; empty when it can
   * @param check reads a system's manual as it lies there: problems as lines
   * @param environment what manuals may refer to as {@code ${NAME}}
   * @param mails of the demo's mailbox, newest first; null when this process has none
   */
  public record Process(
      Messages messages,
      Supplier<List<SettingsView.Entry>> settings,
      Supplier<String> metrics,
      Supplier<String> unready,
      Function<String, List<String>> check,
      Function<String, @Nullable String> environment,
      @Nullable Supplier<List<Mail>> mails) {}

  /** Everything that pages and API read and do. */
  public Desk desk() {
    Outputs outputs = new Outputs(base.runs(), base.timeline());
    RunRoom runs = new RunRoom(base.engine(), base.runs(), operate.incidents(), outputs);
    RunbookRoom runbooks = new RunbookRoom(operate.runbooks(), runs, operate.incidents());
    AgendaRoom agenda =
        new AgendaRoom(base.scheduler(), base.runs(), base.timeline(), operate.checklists());
    AlertRoom alerts = alerts(runs, runbooks);
    Limits limits = new Limits(detect.alerts(), detect.conditions());
    Recent.Source recent = new Recent.Source(base.journal());
    LogRoom logs = new LogRoom(detect.logs(), detect.wholeLogs(), base.timeline());
    FigureRoom figures = new FigureRoom(detect.metrics(), base.timeline(), limits);
    ComponentRoom components =
        new ComponentRoom(
            detect.components(),
            detect.probes(),
            figures,
            new FactRoom(detect.components(), limits),
            new ComponentRoom.Known(recent, logs, detect.heartbeats()),
            related(alerts, runbooks));
    StatusRoom status = status();
    IncidentRoom incidents =
        new IncidentRoom(
            operate.incidents(),
            new IncidentRoom.Shown(alerts, runs, runbooks, components),
            incidentWork(status, figures),
            operate.notifications()::zone);
    return new Desk(
        new OverviewRoom(
            detect.components(),
            components,
            alerts,
            incidents,
            new OverviewRoom.Acting(runs, agenda),
            recent),
        new SystemRoom(detect.components(), base.timeline(), alerts, incidents, recent),
        components,
        logs,
        new TargetRoom(detect.scraping(), detect.probes()::views),
        alerts,
        new OnCallRoom(operate.notifications(), base.timeline(), this::systems),
        new RuleRoom(
            detect.alerts(),
            alerts,
            runbooks,
            operate.notifications()::settings,
            new Replays(detect.metrics(), base.timeline()),
            figures),
        incidents,
        runs,
        runbooks,
        agenda,
        checklists(alerts),
        new BackupRoom(operate.backups(), base.engine(), base.runs()),
        new DeployRoom(operate.deployments(), base.engine(), base.runs()),
        new ReportRoom(operate.reports(), base.engine(), base.scheduler(), process.messages()),
        new ManualRoom(base.editor()),
        new DiscoveryRoom(detect.discoveries()),
        new ConnectionRoom(base.connections()),
        new HistoryRoom(base.journal(), base.timeline()),
        new QueryRoom(detect.metrics(), base.timeline(), this::systems),
        new PeopleRoom(base.access(), this::systems),
        status,
        house());
  }

  private Set<String> systems() {
    return detect.components().systems().keySet();
  }

  private AlertRoom alerts(RunRoom runs, RunbookRoom runbooks) {
    return new AlertRoom(
        detect.alerts(),
        detect.components(),
        operate.incidents(),
        runs,
        runbooks,
        new AlertRoom.Telling(
            new SilenceRoom(operate.notifications().silences()),
            new RouteRoom(operate.notifications(), this::systems)));
  }

  private StatusRoom status() {
    return new StatusRoom(
        operate.publishing(),
        operate.days(),
        detect.components(),
        operate.notifications(),
        base.timeline());
  }

  private ChecklistRoom checklists(AlertRoom alerts) {
    return new ChecklistRoom(
        operate.checklists(),
        base.scheduler(),
        base.timeline(),
        process.messages(),
        this::people,
        alerts::since);
  }

  private HouseRoom house() {
    return new HouseRoom(
        base.manuals(),
        detect.components(),
        detect.conditions(),
        base.timeline(),
        base.journal(),
        process);
  }

  private IncidentWorkRoom incidentWork(StatusRoom status, FigureRoom figures) {
    return new IncidentWorkRoom(
        operate.incidents(),
        operate.handling(),
        new Published(operate.publishing(), status),
        operate.notices(),
        new IncidentWorkRoom.Around(
            new Gathered(base.journal(), detect.logs(), figures, base.timeline()),
            base.timeline(),
            process.messages(),
            operate.notifications()::zone,
            this::named));
  }

  /** Names by key. */
  private Map<String, String> named(String system) {
    Map<String, String> all = new TreeMap<>();
    people(system).forEach((title, key) -> all.put(key, title));
    return all;
  }

  private Map<String, String> people(String system) {
    NotifySettings known = operate.notifications().settings(system);
    Map<String, String> byTitle = new TreeMap<>();
    if (known != null) {
      known.people().values().forEach(person -> byTitle.put(person.title(), person.key()));
    }
    return byTitle;
  }

  private ComponentRoom.Related related(AlertRoom alerts, RunbookRoom runbooks) {
    Readers readers = new Readers(detect.alerts(), detect.metrics());
    return new ComponentRoom.Related() {
      @Override
      public List<AlertRow> alerts(String system, String component) {
        return alerts.of(system, component);
      }

      @Override
      public List<RunbookRow> runbooks(String system, String component) {
        Stream<String> firing = alerts.of(system, component).stream().map(AlertRow::rule);
        long now = base.timeline().instant().toEpochMilli();
        return Stream.concat(firing, readers.alertsAbout(system, component, now).stream())
            .distinct()
            .flatMap(alert -> runbooks.answering(system, alert).stream())
            .distinct()
            .toList();
      }

      @Override
      public List<ErrorRow> errors(String system, String component) {
        Instant since = base.timeline().instant().minus(DAY);
        return detect.logs().groups(system, component, since, ERRORS).stream()
            .map(
                group ->
                    new ErrorRow(
                        group.level(),
                        group.example(),
                        group.lines(),
                        group.last(),
                        runbooks.taking(system, group.example())))
            .toList();
      }
    };
  }
}
