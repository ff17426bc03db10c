package jigi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.connect.Hosts;
import jigi.base.connect.NamedConnections;
import jigi.base.connect.database.SqlConnection;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.redis.RedisConnection;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;
import jigi.base.run.docker.DockerSyntax;
import jigi.base.run.redis.RedisSyntax;
import jigi.base.run.sql.SqlSyntax;
import jigi.base.schedule.HolidayPart;
import jigi.detect.alert.unit.UnitTestPart;
import jigi.detect.inventory.InventoryPart;
import jigi.detect.metric.ConditionPart;
import jigi.detect.metric.remote.ExternalMatchersPart;
import jigi.detect.metric.scrape.ScrapePart;
import jigi.detect.probe.ProbePart;
import jigi.detect.rule.RulePart;
import jigi.operate.backup.BackupPart;
import jigi.operate.backup.Plan;
import jigi.operate.backup.PlanSyntax;
import jigi.operate.checklist.ChecklistPart;
import jigi.operate.deploy.DeployPart;
import jigi.operate.deploy.DeploySyntax;
import jigi.operate.deploy.Mentioned;
import jigi.operate.incident.IncidentPart;
import jigi.operate.incident.StatusPagePart;
import jigi.operate.notify.NotifyPart;
import jigi.operate.notify.NotifySyntax;
import jigi.operate.notify.heartbeat.HeartbeatPart;
import jigi.operate.runbook.RunbookPart;
import jigi.operate.runbook.http.HttpSyntax;
import jigi.present.report.Chapter;
import jigi.present.report.ReportPart;

/**
 * What a manual is made of. A room finds what it has read by the part itself, so each is made once.
 */
final class Parts {
  final ConnectPart connect = new ConnectPart();
  final ConnectionPart connections = new ConnectionPart(reading -> reading.part(connect));
  final InventoryPart inventory =
      new InventoryPart(reading -> reading.part(connect), List.of(ProbePart.PROBES));
  final ProbePart probes =
      new ProbePart(
          inventory, reading -> reading.part(connect), reading -> reading.part(connections));
  final ScrapePart scrapes = new ScrapePart();
  final ConditionPart conditions = new ConditionPart(inventory, probes, scrapes::offer);
  final ExternalMatchersPart external = new ExternalMatchersPart();
  final RulePart rules = new RulePart(conditions);
  final HolidayPart holidays = new HolidayPart();
  final NotifyPart notify =
      new NotifyPart(reading -> rules.alerts(reading), reading -> reading.part(holidays));
  final HeartbeatPart heartbeat = new HeartbeatPart();

  /** The languages of steps that are neither a shell's nor the engine's own. */
  static final List<StepSyntax> STEPS =
      List.of(
          new SqlSyntax(),
          new RedisSyntax(),
          new DockerSyntax(),
          new NotifySyntax(),
          new HttpSyntax(),
          PlanSyntax.backup(),
          PlanSyntax.drill(),
          PlanSyntax.restore(),
          PlanSyntax.prune(),
          new DeploySyntax());

  final RunbookPart runbooks =
      new RunbookPart(connect, conditions, rules, new RunbookPart.Kinds(STEPS, this::named));

  final ChecklistPart checklists =
      new ChecklistPart(
          conditions, reading -> RunbookPart.executable(reading.part(runbooks)), this::logs);

  final IncidentPart incidents =
      new IncidentPart(
          reading ->
              new IncidentPart.Mentioned(
                  runbooks(reading),
                  checklists(reading),
                  conditions.names(reading),
                  reading.part(conditions).producers()));

  final StatusPagePart statusPage = new StatusPagePart(reading -> inventory.names(reading));

  final BackupPart backups =
      new BackupPart(
          reading -> reading.part(connections),
          reading -> reading.part(connect).written().and(Hosts.LOCAL),
          Parts::reachable,
          reading ->
              new Plan.Calendar(reading.part(inventory).profile().zone(), reading.part(holidays)));

  final DeployPart deployments =
      new DeployPart(
          reading -> reading.part(connections),
          reading ->
              new Mentioned(
                  reading.part(connect),
                  backups.names(reading),
                  checklists(reading),
                  conditions.names(reading),
                  reading.part(conditions).producers()));

  /** The last: it looks at all others. */
  final ReportPart reports =
      new ReportPart(
          new ReportPart.Surroundings(
              reading -> reading.part(inventory).profile(),
              reading -> reading.part(holidays),
              reading -> reading.part(conditions).producers(),
              Parts::reachable,
              this::chapters));

  /** What a manual has that a report could tell of. */
  private Set<Chapter> chapters(ManualReading reading) {
    Set<Chapter> all = EnumSet.allOf(Chapter.class);
    if (reading.part(deployments).deployments().isEmpty()) {
      all.remove(Chapter.DEPLOYMENTS);
    }
    if (reading.part(backups).plans().isEmpty()) {
      all.remove(Chapter.BACKUPS);
    }
    if (reading.part(checklists).isEmpty()) {
      all.remove(Chapter.CHECKLISTS);
    }
    return all;
  }

  private static Map<StepReference, Names> reachable(ManualReading reading) {
    return Map.of(
        StepReference.RECIPIENT,
        NotifyPart.recipients(reading),
        StepReference.CHANNEL,
        NotifyPart.channels(reading));
  }

  /** The components whose logs are read; nothing is missing from what is misread. */
  private Names logs(ManualReading reading) {
    Set<String> all = new TreeSet<>();
    reading.part(probes).stream()
        .filter(probe -> probe.spec().kind().name().equals("log"))
        .forEach(probe -> all.add(probe.key().component()));
    return reading.problems().hasErrors() ? Names.unknown() : Names.of(all);
  }

  /** Those that can be run; nothing is missing from what is misread. */
  private Names runbooks(ManualReading reading) {
    Set<String> all = RunbookPart.executable(reading.part(runbooks)).keySet();
    return reading.problems().hasErrors() ? Names.unknown() : Names.of(all);
  }

  /** Nothing is missing from what is misread. */
  private Names checklists(ManualReading reading) {
    Set<String> all = new TreeSet<>();
    reading.part(checklists).forEach(checklist -> all.add(checklist.name()));
    return reading.problems().hasErrors() ? Names.unknown() : Names.of(all);
  }

  private Map<StepReference, Names> named(ManualReading reading) {
    NamedConnections all = reading.part(connections);
    return Map.of(
        StepReference.PLAN,
        backups.names(reading),
        StepReference.DEPLOYMENT,
        deployments.names(reading),
        StepReference.SQL_CONNECTION,
        all.of(SqlConnection.class),
        StepReference.REDIS_CONNECTION,
        all.of(RedisConnection.class),
        StepReference.DOCKER_CONNECTION,
        all.of(DockerConnection.class),
        StepReference.RECIPIENT,
        NotifyPart.recipients(reading),
        StepReference.CHANNEL,
        NotifyPart.channels(reading),
        StepReference.COMPONENT,
        inventory.names(reading),
        StepReference.HTTP_CONNECTION,
        all.of(HttpConnection.class));
  }

  /** All parts, and after them what only looks whether the manual does as its author expects. */
  List<ManualPart<?>> checked() {
    List<ManualPart<?>> parts = new ArrayList<>(all());
    parts.add(new UnitTestPart());
    return List.copyOf(parts);
  }

  /** All parts in the order of reading: each may look at those before it. */
  List<ManualPart<?>> all() {
    return List.of(
        connect,
        connections,
        inventory,
        probes,
        scrapes,
        conditions,
        external,
        rules,
        holidays,
        notify,
        heartbeat,
        runbooks,
        checklists,
        incidents,
        statusPage,
        backups,
        deployments,
        reports);
  }
}
