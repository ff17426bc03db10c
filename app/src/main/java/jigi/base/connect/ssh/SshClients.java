package jigi.base.connect.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.config.SecretSources;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.Reach;
import jigi.base.exec.Exec;
import jigi.base.exec.Piped;
import jigi.base.exec.RemoteShell;
import jigi.base.exec.RemoteTarget;
import jigi.base.kernel.Hash;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hosts behind SSH that the manuals in force name. */
public final class SshClients implements AutoCloseable {
  /** The file in the data directory. */
  public static final String KNOWN_HOSTS = "known_hosts";

  private static final Logger LOG = LoggerFactory.getLogger(SshClients.class);

  /** A socket's path has at most 107 bytes, of which the client needs 17, and the name 31. */
  private static final int LONGEST_FOLDER = 55;

  private final Reach reach;
  private final SshParts parts;
  private final Map<SshTarget, SshHost> hosts = new ConcurrentHashMap<>();
  private final Map<SshTarget, RemoteTarget> targets = new ConcurrentHashMap<>();

  /**
   * @param data Jigi's data directory: the keys of trusted hosts stay there
   * @param environment reads a variable of Jigi's own environment
   */
  public SshClients(Exec exec, Path data, SecretSources environment) {
    this(exec, data.resolve("run").resolve("ssh"), data.resolve(KNOWN_HOSTS), environment);
  }

  /**
   * @param run for sockets, of this process alone
   * @param knownHosts the keys of trusted hosts
   */
  public SshClients(Exec exec, Path run, Path knownHosts, SecretSources environment) {
    this(exec, run, knownHosts, environment, Reach.ANYWHERE);
  }

  /**
   * @param run for sockets, of this process alone
   * @param knownHosts the keys of trusted hosts
   * @param reach how far connections may go
   */
  public SshClients(Exec exec, Path run, Path knownHosts, SecretSources environment, Reach reach) {
    this.reach = reach;
    Path folder = run.toAbsolutePath();
    if (folder.toString().length() > LONGEST_FOLDER) {
      String name = Hash.of(folder.toString()).substring(0, 8);
      folder = Path.of(System.getProperty("user.home"), ".jigi", "run", name);
    }
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
    parts = new SshParts(exec, folder, knownHosts.toAbsolutePath(), environment);
  }

  /** What can be done on the host. */
  public RemoteTarget target(SshTarget target) {
    return targets.computeIfAbsent(target, t -> parts.exec().remote(host(t)));
  }

  /** A shell on the host, which needs nothing there beforehand and leaves nothing behind. */
  public RemoteShell shell(SshTarget target) {
    return host(target);
  }

  /** Logs in; null when that works. */
  public @Nullable SshFailure connect(SshTarget target) throws InterruptedException {
    return host(target).checked();
  }

  /**
   * A port of this machine's loopback that leads over the host to an address there, until it is
   * closed.
   *
   * @throws RemoteShell.Unreachable when there is no connection to the host
   */
  public SshForward forward(SshTarget target, String address, int port)
      throws RemoteShell.Unreachable, InterruptedException {
    return SshForward.open(host(target), address, port);
  }

  /**
   * A Unix socket of this machine that leads to one of the host, until it is closed. What the
   * account that logs in may do decides there, whatever {@code sudo} says.
   *
   * @throws RemoteShell.Unreachable when there is no connection to the host
   */
  public SshSocket socket(SshTarget target, String path)
      throws RemoteShell.Unreachable, InterruptedException {
    return SshSocket.open(host(target), parts.folder(), path);
  }

  /**
   * A subsystem of the host ({@code sftp}), spoken to by its input and output. The account is the
   * one that logs in, whatever {@code sudo} says.
   *
   * @throws RemoteShell.Unreachable when there is no connection to the host
   */
  public Piped subsystem(SshTarget target, String name)
      throws RemoteShell.Unreachable, InterruptedException {
    return host(target).subsystem(name);
  }

  /**
   * The key that the host shows now, with or without being trusted.
   *
   * @throws RemoteShell.Unreachable when it shows none
   */
  public HostKey key(SshTarget target) throws RemoteShell.Unreachable, InterruptedException {
    return host(target).learn();
  }

  /** Takes the key for the host's from now on, instead of any that was trusted before. */
  public synchronized void trust(HostKey key) {
    key.addTo(parts.knownHosts());
  }

  SshHost host(SshTarget target) {
    SshHost known = hosts.get(target);
    if (known != null) {
      return known;
    }
    SshTarget jump = target.jump();
    String address = target.address().bare();
    if (jump == null && reach == Reach.LOOPBACK && !Network.isLoopback(address)) {
      throw new UserError(
          "beyond-rehearsal",
          "this is a rehearsal, which talks to this machine only: "
              + address
              + " was not contacted",
          "stop it, or try the procedure on a host of this machine");
    }
    SshHost way = jump == null ? null : host(jump);
    return hosts.computeIfAbsent(target, t -> new SshHost(t, way, parts));
  }

  /** Lets go of the connections to all others, as after a change of the manuals. */
  public void retain(Collection<SshTarget> inForce) {
    Set<SshTarget> wanted = new HashSet<>();
    for (SshTarget target : inForce) {
      for (SshTarget t = target; t != null; t = t.jump()) {
        wanted.add(t);
      }
    }
    for (SshTarget target : List.copyOf(hosts.keySet())) {
      SshHost host = wanted.contains(target) ? null : hosts.remove(target);
      if (host != null) {
        targets.remove(target);
        close(host);
      }
    }
  }

  private static void close(SshHost host) {
    try {
      host.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("the connection to {} ends by itself later: {}", host.where(), e.getMessage());
    }
  }

  @Override
  public void close() {
    retain(List.of());
  }
}
