package jigi.operate.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.connect.Connections;
import jigi.base.connect.Hosts;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.run.Approvers;
import jigi.base.run.ConditionChecker;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunEngine;
import jigi.base.run.RunParts;
import jigi.base.run.RunRequest;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.base.schedule.Holidays;
import jigi.base.schedule.Scheduler;
import jigi.base.store.Store;
import jigi.base.store.TestDatabase;
import jigi.testing.Until;

/** Backups on a real engine, store and server; opened twice on one folder it is a restart. */
final class BackupBench implements AutoCloseable {
  static final byte[] KEY =
      "a key of thirty-two bytes, or so".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  final Path folder;
  final Timeline timeline;
  final Store store;
  final SqlJournal journal;
  final Backups backups;
  final RunEngine engine;
  final Runs runs;
  final Scheduler scheduler;
  private final Troubles troubles = new Troubles();
  private final Exec exec;
  private final SshClients clients;
  private final Connections connections;
  private final ConnectPart hosts = new ConnectPart();
  private final ConnectionPart named = new ConnectionPart(reading -> reading.part(hosts));
  private final BackupPart part =
      new BackupPart(
          reading -> reading.part(named),
          reading -> reading.part(hosts).written().and(Hosts.LOCAL),
          _ -> Map.of(),
          _ -> new Plan.Calendar(ZoneId.of("Asia/Seoul"), Holidays.NONE));

  BackupBench(Path folder) {
    this(folder, Timeline.real());
  }

  BackupBench(Path folder, Timeline timeline) {
    this.folder = folder;
    this.timeline = timeline;
    store = TestDatabase.SQLITE.store(folder, troubles);
    exec = new Exec(folder.resolve("attempts"));
    journal = new SqlJournal(store, timeline, troubles, "test");
    clients = new SshClients(exec, folder, _ -> null);
    connections = new Connections(hosts, named, exec, clients, new Network(), _ -> null);
    RunParts parts = new RunParts(store, journal, timeline, exec, connections, troubles, "test");
    backups =
        new Backups(
            new Backups.Surroundings(
                store, journal, timeline, exec, connections, _ -> null, () -> KEY, folder),
            part);
    engine = new RunEngine(parts, unknown(), Approvers.byName(), backups.kinds());
    runs = new Runs(parts);
    scheduler = new Scheduler(store, journal, timeline);
  }

  private static ConditionChecker unknown() {
    return new ConditionChecker() {
      @Override
      public Check now(String system, String condition) {
        return new Check(Status.UNKNOWN, "set");
      }

      @Override
      public Check fresh(String system, String condition, java.time.Instant since) {
        return now(system, condition);
      }
    };
  }

  /** Puts a manual of the system shop in force, and begins. */
  BackupBench manual(String yaml) {
    activate(yaml);
    engine.open();
    backups.open(engine, scheduler);
    scheduler.open();
    journal.start();
    return this;
  }

  void activate(String yaml) {
    ManualReader.Result read =
        new ManualReader(List.of(hosts, named, part), _ -> null)
            .read(
                new ManualSource(
                    folder, new TreeMap<>(Map.of("jigi.yaml", "system: shop\n" + yaml))));
    Manual manual = Objects.requireNonNull(read.manual(), read.problems()::toString);
    connections.activate(List.of(manual));
    backups.activate(List.of(manual), scheduler);
  }

  Runs.Detail ended(Run run) {
    return until(run, detail -> detail.run().state().ended() || detail.ask() != null);
  }

  Runs.Detail until(Run run, Predicate<Runs.Detail> wanted) {
    return Until.found(
        "where it is waited for",
        () -> {
          Runs.Detail detail = runs.get(run.id());
          return wanted.test(detail) ? detail : null;
        },
        () -> runs.get(run.id()).toString());
  }

  Runs.Detail backUp() {
    return ended(backups.backUp("shop", "database", "user:kim", engine));
  }

  Runs.Detail drill() {
    return ended(backups.drill("shop", "database", null, "user:kim", engine));
  }

  Runs.Detail drillTo(String point) {
    return ended(backups.drillTo("shop", "database", point, "user:kim", engine));
  }

  Runs.Detail recover(String point, Path to) {
    return recover(new Backups.Recover(point, to.toString(), null));
  }

  Runs.Detail recover(Backups.Recover wanted) {
    return ended(backups.recover("shop", "database", wanted, "user:kim", engine));
  }

  Runs.Detail verify() {
    return ended(backups.verify(newest().id(), "user:kim", engine));
  }

  Runs.Detail restore(String target, @org.jspecify.annotations.Nullable String confirm) {
    return ended(
        backups.restore(
            new Backups.Restore(newestGood().id(), target, confirm), "user:kim", engine));
  }

  /** As a block of a runbook restores: everything in its own place. */
  Runs.Detail restoreInPlace() {
    return block("restore");
  }

  /** As a block of a runbook does it. */
  Runs.Detail block(String language) {
    Plan plan = backups.get("shop", "database");
    StepDefinition step =
        BackupRuns.step(language, Role.OWN, language, Map.of(BackupSteps.PLAN, plan.name()));
    return ended(
        engine.start(
            RunRequest.byHand(
                BackupRuns.definition("runbook", plan, language, List.of(step)),
                Map.of(),
                "user:kim")));
  }

  Backup newest() {
    return backups.history("shop", "database", 1).getFirst();
  }

  Backup newestGood() {
    return backups.history("shop", "database", 50).stream()
        .filter(Backup::isGood)
        .findFirst()
        .orElseThrow();
  }

  Standing standing() {
    return backups.standing(backups.get("shop", "database"));
  }

  static String evidence(Runs.Detail detail) {
    return detail.attempts().getLast().evidence();
  }

  /** Every file under the folder of the store, relative to it, sorted. */
  List<String> stored() {
    return files(folder.resolve("store"));
  }

  static List<String> files(Path root) {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    scheduler.close();
    backups.close();
    engine.close();
    clients.close();
    exec.close();
    journal.close();
    store.close();
    timeline.close();
  }
}
