package jigi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jigi.base.config.Manual;
import jigi.base.kernel.Messages;
import jigi.base.run.ConditionChecker;
import jigi.base.run.RunEngine;
import jigi.base.run.RunRequest;
import jigi.base.run.Runs;
import jigi.base.run.StepKind;
import jigi.base.run.docker.DockerStep;
import jigi.base.run.redis.RedisStep;
import jigi.base.run.sql.SqlStep;
import jigi.base.schedule.Scheduler;
import jigi.base.store.Tx;
import jigi.detect.inventory.Inventory;
import jigi.operate.backup.Backups;
import jigi.operate.checklist.Checklists;
import jigi.operate.checklist.EvidenceFolder;
import jigi.operate.checklist.LogsStep;
import jigi.operate.deploy.Deployments;
import jigi.operate.incident.NotifiedIncidents;
import jigi.operate.notify.Acknowledgements;
import jigi.operate.notify.ChannelFigures;
import jigi.operate.notify.DeliverStep;
import jigi.operate.notify.Deliverer;
import jigi.operate.notify.MessageWriter;
import jigi.operate.notify.NotifyEngine;
import jigi.operate.notify.NotifyStep;
import jigi.operate.notify.heartbeat.Heartbeats;
import jigi.operate.runbook.RunbookFigures;
import jigi.operate.runbook.Runbooks;
import jigi.operate.runbook.http.HttpStep;

/** What acts: runs, runbooks, incidents, notifications; and reports, which are runs too. */
final class OperateRooms implements AutoCloseable {
  final RunEngine runEngine;
  private final Scheduler scheduler;
  final Runs runs;
  final Runbooks runbooks;
  final Checklists checklists;
  final Backups backups;
  final Deployments deployments;
  final IncidentRooms incidents;
  final NotifyEngine notify;
  private final Heartbeats heartbeats;
  final Acknowledgements acknowledgements;
  final ReportRooms reports;
  private final BackupAndDeployRooms changing;

  /** What the outside gives to the acting rooms. */
  record Outside(Messages messages, String url, Path data) {}

  OperateRooms(BaseRooms base, DetectRooms detect, Parts parts, Outside outside) {
    scheduler = base.scheduler;
    ConditionChecker conditions = new CheckedConditions(detect.conditions);
    runs = new Runs(base.forRuns());
    incidents = new IncidentRooms(base, detect, parts, runs, conditions);
    notify = notifying(base, detect, parts, incidents);
    acknowledgements =
        new Acknowledgements(
            new Acknowledgements.Surroundings(
                base.store, base.journal, base.timeline, base.secrets),
            notify::settings,
            new Acknowledgements.Acts(
                detect.alerts::acknowledge, incidents.incidents::acknowledge));
    detect.emission.add("channels", new ChannelFigures(base.store, notify));
    heartbeats =
        new Heartbeats(base.timeline, base.troubles, base.network, base.secrets, parts.heartbeat);
    detect.emission.add("heartbeats", heartbeats);
    changing = new BackupAndDeployRooms(base, detect, parts, outside, conditions);
    backups = changing.backups;
    deployments = changing.deployments;
    reports =
        new ReportRooms(base, detect, parts, notify, incidents.publishing, outside.messages());
    List<StepKind> kinds = new ArrayList<>(changing.kinds());
    kinds.add(reports.reports.kind());
    kinds.addAll(steps(base, detect));
    kinds.add(new DeliverStep(deliverer(base, outside), this::startRun));
    runEngine = new RunEngine(base.forRuns(), conditions, new HouseApprovers(base.access), kinds);
    runbooks =
        new Runbooks(
            base.store,
            base.journal,
            base.timeline,
            runEngine,
            base.scheduler,
            new Runbooks.ManualParts(
                parts.runbooks, parts.inventory, parts.connect, parts.holidays));
    detect.emission.add("runbooks", new RunbookFigures(runbooks, runs));
    checklists = checking(base, parts, outside);
    changing.neighbours.use(checklists);
  }

  private static NotifyEngine notifying(
      BaseRooms base, DetectRooms detect, Parts parts, IncidentRooms incidents) {
    return new NotifyEngine(
        new NotifyEngine.Surroundings(
            base.store,
            base.journal,
            base.timeline,
            new NotifiedIncidents(incidents.incidents, new ReadEnds(detect.rules)::isRead),
            parts.notify,
            new InventoryFoundations(detect)),
        manual -> described(manual, parts));
  }

  private Deliverer deliverer(BaseRooms base, Outside outside) {
    return new Deliverer(
        new Deliverer.Surroundings(
            base.store, base.journal, base.timeline, base.troubles, base.network, base.secrets),
        notify,
        new MessageWriter(outside.messages(), outside.url()));
  }

  private Checklists checking(BaseRooms base, Parts parts, Outside outside) {
    return new Checklists(
        new Checklists.Surroundings(
            base.store,
            base.journal,
            base.timeline,
            runEngine,
            runs,
            base.scheduler,
            new EvidenceFolder(outside.data().resolve("evidence"))),
        new Checklists.ManualParts(parts.checklists, parts.inventory, parts.holidays));
  }

  private List<StepKind> steps(BaseRooms base, DetectRooms detect) {
    return List.of(
        new LogsStep(base.store, detect.logs, detect.probes),
        new NotifyStep(notify),
        new SqlStep(base.connections.named()),
        new RedisStep(base.connections.named()),
        new DockerStep(base.connections.named(), base.timeline),
        new HttpStep(base.connections.named(), base.timeline));
  }

  private void startRun(Tx tx, RunRequest request) {
    runEngine.start(tx, request);
  }

  private static NotifyEngine.System described(Manual manual, Parts parts) {
    Inventory.Profile profile = manual.part(parts.inventory).profile();
    String title = profile.title() == null ? manual.system() : profile.title();
    return new NotifyEngine.System(title, profile.zone(), profile.language());
  }

  void activate(List<Manual> manuals) {
    runbooks.activate(manuals);
    checklists.activate(manuals);
    changing.activate(manuals, scheduler);
    incidents.activate(manuals);
    reports.activate(manuals);
    notify.activate(manuals);
    heartbeats.activate(manuals);
  }

  /** Goes on with what was under way, and answers to events from now on. */
  void start() {
    incidents.start();
    notify.start(this::startRun);
    runbooks.open(notify::quiet);
    checklists.open();
    changing.open(runEngine, scheduler);
    reports.reports.open(runEngine);
    runEngine.open();
    changing.follow(runEngine);
    scheduler.open();
  }

  @Override
  public void close() {
    changing.close();
    runEngine.close();
  }
}
