package jigi;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.Problem;
import jigi.base.config.SecretSources;
import jigi.base.connect.Connections;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Timeline;
import jigi.base.manual.ManualSet;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.ProbeRunner;
import jigi.detect.probe.ProbeTools;
import jigi.present.cli.ProbeCommand;

/** Runs probes of a manual in the command line's own process, without a server or a database. */
final class LocalProber implements ProbeCommand.Prober {
  private static final int AT_ONCE = 32;

  private final Parts parts;
  private final ManualReader reader;
  private final SecretSources environment;

  LocalProber(Parts parts, ManualReader reader, SecretSources environment) {
    this.parts = parts;
    this.reader = reader;
    this.environment = environment;
  }

  @Override
  public Read read(Path folder, boolean standIns) {
    ManualSet set = ManualSet.read(List.of(folder), standIns, reader);
    List<Problem> problems = set.problems().values().stream().flatMap(List::stream).toList();
    List<Probe> probes =
        set.hasErrors()
            ? List.of()
            : set.manuals().stream().flatMap(manual -> manual.part(parts.probes).stream()).toList();
    return new Read(set.manuals(), probes, problems);
  }

  /** The hosts that the server's people trust are trusted here too. */
  private Path trusted() {
    String data = environment.apply("JIGI_DATA");
    return Path.of(data == null ? "data" : data, SshClients.KNOWN_HOSTS);
  }

  @Override
  public void run(List<Manual> manuals, List<Probe> probes, Consumer<ProbeResult> each)
      throws InterruptedException {
    Semaphore free = new Semaphore(AT_ONCE);
    Path attempts = Path.of(System.getProperty("user.home"), ".jigi", "attempts", "probe");
    try (Timeline timeline = Timeline.real();
        Network network = new Network();
        Exec exec = new Exec(attempts);
        SshClients clients = new SshClients(exec, attempts.resolve("ssh"), trusted(), environment);
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Connections connections =
          new Connections(parts.connect, parts.connections, exec, clients, network, environment);
      connections.activate(manuals);
      ProbeTools tools = ProbeTools.forgetful(network, exec, connections.named());
      ProbeRunner runner = new ProbeRunner(timeline, tools, environment);
      List<Future<ProbeResult>> running =
          probes.stream()
              .map(
                  probe ->
                      pool.submit(
                          () -> {
                            free.acquire();
                            try {
                              return runner.run(probe);
                            } finally {
                              free.release();
                            }
                          }))
              .toList();
      for (Future<ProbeResult> result : running) {
        each.accept(result.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a probe could not be run", e.getCause());
    }
  }
}
