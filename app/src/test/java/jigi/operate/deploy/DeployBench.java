package jigi.operate.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Names;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.connect.Connections;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.run.Approvers;
import jigi.base.run.ConditionChecker;
import jigi.base.run.Run;
import jigi.base.run.RunEngine;
import jigi.base.run.RunParts;
import jigi.base.run.Runs;
import jigi.base.store.Store;
import jigi.base.store.TestDatabase;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Shipping;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;

/**
 * Deployments on a real engine, store and processes; opened twice on one folder it is a restart.
 */
final class DeployBench implements AutoCloseable {
  final Deployments deployments;
  final RunEngine engine;
  final Runs runs;
  private final Path folder;
  private final Timeline timeline = Timeline.real();
  final Store store;
  private final SqlJournal journal;
  private final Exec exec;
  private final SshClients clients;
  private final Network network = new Network();
  private final Connections connections;
  private final ConnectPart hosts = new ConnectPart();
  private final ConnectionPart named = new ConnectionPart(reading -> reading.part(hosts));
  final SetNeighbours neighbours = new SetNeighbours();

  /** What whoever begins says to what it waits for. */
  Leave leave = Leave.NONE;

  /** Whether a registry is asked for images. */
  boolean pull;

  private final DeployPart part =
      new DeployPart(
          reading -> reading.part(named),
          reading ->
              new Mentioned(
                  reading.part(hosts),
                  Names.unknown(),
                  Names.unknown(),
                  Names.unknown(),
                  (expression, place, problems) -> {}));

  DeployBench(Path folder) {
    this.folder = folder;
    Troubles troubles = new Troubles();
    store = TestDatabase.SQLITE.store(folder, troubles);
    exec = new Exec(folder.resolve("attempts"));
    journal = new SqlJournal(store, timeline, troubles, "test");
    clients = new SshClients(exec, folder, _ -> null);
    connections = new Connections(hosts, named, exec, clients, network, _ -> null);
    deployments =
        new Deployments(
            new Deployments.Surroundings(
                store,
                journal,
                timeline,
                exec,
                connections,
                network,
                neighbours,
                () -> new byte[32]),
            part);
    RunParts parts = new RunParts(store, journal, timeline, exec, connections, troubles, "test");
    engine = new RunEngine(parts, unknown(), Approvers.byName(), deployments.kinds());
    runs = new Runs(parts);
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
  DeployBench manual(String yaml) {
    ManualReader.Result read =
        new ManualReader(List.of(hosts, named, part), _ -> null)
            .read(
                new ManualSource(
                    folder, new TreeMap<>(Map.of("jigi.yaml", "system: shop\n" + yaml))));
    Manual manual = Objects.requireNonNull(read.manual(), read.problems()::toString);
    connections.activate(List.of(manual));
    deployments.activate(List.of(manual));
    engine.open();
    journal.start();
    return this;
  }

  Run begin(Phase phase, @Nullable String version) {
    return deployments.begin(
        new Wanted(
            "shop",
            "backend",
            phase,
            version,
            null,
            null,
            new Shipping(null, pull, Map.of()),
            leave),
        "user:kim",
        engine);
  }

  Runs.Detail phase(Phase phase, @Nullable String version) {
    return ended(begin(phase, version));
  }

  /** Into that colour, whichever is idle. */
  Runs.Detail prepare(Colour colour, String version) {
    return ended(
        deployments.begin(
            new Wanted(
                "shop",
                "backend",
                Phase.PREPARE,
                version,
                colour,
                null,
                new Shipping(null, pull, Map.of()),
                Leave.NONE),
            "user:kim",
            engine));
  }

  /** Into the live colour itself, by way of the other one. */
  Run replace(Colour live, String version) {
    return deployments.begin(
        new Wanted(
            "shop",
            "backend",
            Phase.FULL,
            version,
            live,
            null,
            new Shipping(null, pull, Map.of()),
            new Leave(null, null, false, true)),
        "user:kim",
        engine);
  }

  /** The live version once more, as {@code phase=renew} of a runbook wants it. */
  Run renew() throws DeployException {
    Site site = deployments.site(deployments.all().getFirst());
    return deployments.begin(Renewal.wanted(site, site.file().read(), pull), "user:kim", engine);
  }

  Runs.Detail force(Colour colour) {
    return ended(
        deployments.begin(
            new Wanted(
                "shop", "backend", Phase.GATEWAY, null, null, colour, Shipping.PLAIN, Leave.NONE),
            "user:kim",
            engine));
  }

  Reality reality() {
    return deployments.reality("shop", "backend");
  }

  /** What was told of env files. */
  List<Event> changes() {
    return journal.find(new EventQuery("shop", null, null, "deploy.env-changed", null, 100));
  }

  Deployed newest() {
    return deployments.history("shop", "backend", 1).getFirst();
  }

  static String evidence(Runs.Detail detail) {
    return detail.attempts().getLast().evidence();
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

  @Override
  public void close() {
    engine.close();
    clients.close();
    exec.close();
    journal.close();
    store.close();
    timeline.close();
    network.close();
  }
}
