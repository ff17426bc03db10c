package jigi;

import java.nio.file.Path;
import java.util.function.Function;
import jigi.base.access.Access;
import jigi.base.config.ManualReader;
import jigi.base.config.SecretSources;
import jigi.base.connect.ConnectionTests;
import jigi.base.connect.Connections;
import jigi.base.connect.HostRegistry;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.Reach;
import jigi.base.exec.Exec;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.manual.ManualEditor;
import jigi.base.manual.Manuals;
import jigi.base.run.RunParts;
import jigi.base.schedule.Scheduler;
import jigi.base.secret.Vault;
import jigi.base.store.MasterKey;
import jigi.base.store.Settings;
import jigi.base.store.Shared;
import jigi.base.store.Sharing;
import jigi.base.store.Store;
import jigi.base.store.Stores;
import org.jspecify.annotations.Nullable;

/** What everything stands on: time, database, journal, access, manuals, processes. */
final class BaseRooms implements AutoCloseable {
  final Timeline timeline;
  final Troubles troubles = new Troubles();
  final Settings settings;
  final Stores stores;
  final Store store;
  final SqlJournal journal;
  final ClockWatch clock;
  final Vault vault;

  /** The environment with what Jigi adds to it, and the secrets that it keeps. */
  final SecretSources secrets;

  final Access access;
  final Exec exec;
  final Network network;
  final SshClients clients;
  final Connections connections;
  final HostRegistry hosts;
  final ConnectionTests connectionTests;
  final Manuals manuals;
  final ManualEditor editor;
  final Scheduler scheduler;

  /**
   * @param environment of this process, with what Jigi adds to it for manuals
   * @param shared this node; null when the store is its own
   */
  BaseRooms(
      Options options,
      Parts parts,
      Function<String, @Nullable String> environment,
      @Nullable Shared shared) {
    timeline = options.rehearsal() ? Timeline.rehearsal() : Timeline.real();
    Reach reach = options.rehearsal() ? Reach.LOOPBACK : Reach.ANYWHERE;
    network = new Network(reach);
    Options.Database database = options.store();
    settings = Settings.of(options.data()).with(database == null ? null : database.at());
    stores = Stores.open(settings, troubles, shared);
    store = stores.store();
    journal = new SqlJournal(store, timeline, troubles, stores.node());
    clock = new ClockWatch(timeline, journal, troubles, options.data());
    // Events that a timer has led to are answered before time moves on.
    timeline.settleBy(journal::settle);
    scheduler = new Scheduler(store, journal, timeline);
    vault =
        new Vault(
            store, journal, timeline, () -> MasterKey.in(settings).derive("kept secrets", 32));
    secrets = vault.beside(environment);
    access = new Access(store, journal, timeline, Access.Limits.DEFAULT);
    exec = new Exec(attempts(stores.node()));
    clients =
        new SshClients(
            exec,
            options.data().resolve("run").resolve("ssh"),
            options.data().resolve(SshClients.KNOWN_HOSTS),
            secrets,
            reach);
    connections =
        new Connections(parts.connect, parts.connections, exec, clients, network, secrets);
    hosts = new HostRegistry(connections, clients, journal);
    connectionTests = new ConnectionTests(store, journal, timeline, connections, hosts);
    ManualReader reader = new ManualReader(parts.all(), environment);
    manuals =
        new Manuals(
            options.manuals(),
            options.standIns(),
            reader,
            new Manuals.Record(store, journal, troubles, timeline));
    editor = new ManualEditor(manuals, options.standIns(), reader, journal);
  }

  static @Nullable Shared shared(Options options, String url, Sharing sharing) {
    Options.Database database = options.store();
    return database == null ? null : new Shared(database.node(), url, sharing);
  }

  RunParts forRuns() {
    return new RunParts(store, journal, timeline, exec, connections, troubles, stores.node());
  }

  /** On a disk that outlives a reboot, and apart for each data directory. */
  private static Path attempts(String node) {
    return Path.of(System.getProperty("user.home"), ".jigi", "attempts", node);
  }

  @Override
  public void close() {
    vault.close();
    connectionTests.close();
    clock.close();
    scheduler.close();
    timeline.close();
    clients.close();
    exec.close();
    network.close();
    access.close();
    journal.close();
    stores.close();
  }
}
