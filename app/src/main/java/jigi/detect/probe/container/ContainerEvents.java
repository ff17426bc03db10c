package jigi.detect.probe.container;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.config.SecretSources;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.SecretReader;

/**
 * Follows what daemons tell of containers, so that their probes look at once and not only when
 * their time has come. Probes go on as ever where a daemon tells nothing.
 */
public final class ContainerEvents implements AutoCloseable {
  private final ConnectionRegistry connections;
  private final SecretSources environment;
  private final ProbeScheduler scheduler;
  private final Map<ProbeKey, Looker> lookers = new ConcurrentHashMap<>();
  private List<EventStream> streams = List.of();

  /** A daemon that probes of one system ask. */
  private record Daemon(String system, String connection) {}

  public ContainerEvents(
      ConnectionRegistry connections, SecretSources environment, ProbeScheduler scheduler) {
    this.connections = connections;
    this.environment = environment;
    this.scheduler = scheduler;
  }

  /** Follows the daemons of these probes from now on, and no others. */
  public synchronized void activate(Collection<Probe> probes) {
    close();
    Map<Daemon, Map<ProbeKey, ContainerCheck>> byDaemon = new HashMap<>();
    Map<Daemon, Probe> any = new HashMap<>();
    for (Probe probe : probes) {
      if (probe.spec().check() instanceof ContainerCheck check) {
        Daemon daemon = new Daemon(probe.key().system(), check.connection());
        byDaemon.computeIfAbsent(daemon, key -> new HashMap<>()).put(probe.key(), check);
        any.put(daemon, probe);
      }
    }
    List<EventStream> next = new ArrayList<>();
    byDaemon.forEach(
        (daemon, checks) -> {
          Probe one = java.util.Objects.requireNonNull(any.get(daemon));
          SecretReader secrets = new SecretReader(one.folder(), environment);
          next.add(
              new EventStream(
                  daemon.system() + "/" + daemon.connection(),
                  () ->
                      connections.find(
                          daemon.system(), daemon.connection(), DockerConnection.class),
                  deadline -> connections.opening(daemon.system(), secrets::read, deadline),
                  event -> heard(checks, event)));
        });
    streams = List.copyOf(next);
  }

  private void heard(Map<ProbeKey, ContainerCheck> checks, EventStream.Event event) {
    checks.forEach(
        (key, check) -> {
          if (event.names().stream()
              .anyMatch(name -> check.wanted().matches(name, event.labels()))) {
            lookers.computeIfAbsent(key, k -> new Looker(() -> look(k))).wanted();
          }
        });
  }

  private void look(ProbeKey key) throws InterruptedException {
    try {
      scheduler.runNow(key);
    } catch (UserError e) {
      lookers.remove(key); // the manual has lost the probe meanwhile
    }
  }

  @Override
  public synchronized void close() {
    streams.forEach(EventStream::close);
    streams = List.of();
    lookers.values().forEach(Looker::close);
    lookers.clear();
  }
}
