package jigi.base.connect;

import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.config.ManualTree;
import jigi.base.config.Node;
import jigi.base.config.Problems;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.connect.docker.ContainerAttempts;
import jigi.base.connect.docker.ContainerProgram;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.ssh.SshForward;
import jigi.base.connect.ssh.SshSocket;
import jigi.base.connect.ssh.SshTarget;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Attempts;
import jigi.base.exec.Exchange;
import jigi.base.exec.Exec;
import jigi.base.exec.Piped;
import jigi.base.exec.RemoteShell;
import jigi.base.exec.RemoteTarget;
import jigi.base.exec.Streamed;
import jigi.base.kernel.Hash;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** The ways to the hosts of the manuals in force. */
public final class Connections {
  private static final Duration ASKING = Duration.ofSeconds(20);

  /** What the ways of one system are made of. */
  private record Ways(Hosts hosts, Path folder, List<Secret> secrets) {}

  private final ConnectPart part;
  private final Exec exec;
  private final SshClients clients;
  private final SecretSources environment;
  private final ConnectionRegistry named;
  private volatile Map<String, Ways> bySystem = Map.of();

  /**
   * @param environment reads a variable of Jigi's own environment, for secrets
   */
  public Connections(
      ConnectPart part,
      ConnectionPart connections,
      Exec exec,
      SshClients clients,
      Network network,
      SecretSources environment) {
    this.part = part;
    this.named =
        new ConnectionRegistry(
            new ConnectionRegistry.Parts(part, connections),
            network,
            environment,
            new Through(),
            this::remote);
    this.exec = exec;
    this.clients = clients;
    this.environment = environment;
  }

  public void activate(List<Manual> manuals) {
    Map<String, Ways> next = new HashMap<>();
    for (Manual manual : manuals) {
      Node root = ManualTree.read(manual.source(), environment, new Problems());
      List<Secret> secrets = root == null ? List.of() : secrets(root);
      next.put(manual.system(), new Ways(manual.part(part), manual.source().folder(), secrets));
    }
    bySystem = Map.copyOf(next);
    List<SshTarget> targets = new ArrayList<>();
    next.forEach(
        (system, ways) ->
            ways.hosts()
                .byName()
                .forEach(
                    (name, host) -> {
                      if (host instanceof Host.Ssh ssh) {
                        targets.add(target(ways, system, name, ssh));
                      }
                    }));
    clients.retain(targets);
    named.activate(manuals);
  }

  /** The connections that the manuals name. */
  public ConnectionRegistry named() {
    return named;
  }

  /** Over the hosts that are behind SSH. */
  private final class Through implements ConnectionRegistry.Through {
    @Override
    public End to(String system, String host, String address, int port, Deadline deadline)
        throws WireException, InterruptedException {
      if (!(host(system, host) instanceof Host.Ssh ssh)) {
        return new End(address, port);
      }
      SshTarget target = target(system, host, ssh);
      try {
        String why = clients.target(target).reach(address, port);
        if (!why.isEmpty()) {
          throw WireException.of(
              "connecting from " + host + " to " + address + ":" + port, new ConnectException(why));
        }
        SshForward way = clients.forward(target, address, port);
        return new End("127.0.0.1", way.port(), way);
      } catch (RemoteShell.Unreachable e) {
        throw WireException.unknown(e.why());
      } catch (UserError e) {
        throw WireException.unknown(e.fact());
      }
    }

    @Override
    public SocketEnd socket(String system, String host, String path, Deadline deadline)
        throws WireException, InterruptedException {
      if (!(host(system, host) instanceof Host.Ssh ssh)) {
        return new SocketEnd(Path.of(path), () -> {});
      }
      SshTarget target = target(system, host, ssh);
      try {
        String why = clients.target(target).reachSocket(path);
        if (!why.isEmpty()) {
          throw WireException.of(
              "connecting to " + path + " on " + host, new ConnectException(why));
        }
        SshSocket way = clients.socket(target, path);
        return new SocketEnd(way.path(), way);
      } catch (RemoteShell.Unreachable e) {
        throw WireException.unknown(e.why());
      } catch (UserError e) {
        throw WireException.unknown(e.fact());
      }
    }
  }

  /**
   * Where attempts on a host of the system are executed.
   *
   * @throws UserError {@code unknown-host}
   */
  public Attempts attempts(String system, String host) {
    return switch (host(system, host)) {
      case Host.Local local -> exec.local();
      case Host.Ssh ssh -> clients.target(target(system, host, ssh)).attempts();
    };
  }

  /** Whether what is executed on the host of the system is executed on this machine. */
  public boolean isLocal(String system, String host) {
    return switch (find(system, host)) {
      case Host.Local local -> true;
      case Host.Ssh ssh -> false;
      case null -> host.equals(Hosts.LOCAL);
    };
  }

  /**
   * Where attempts in a container are executed.
   *
   * @param docker the connection to its daemon
   * @param user in the container; null for the image's own
   * @throws UserError {@code unknown-connection}, {@code wrong-connection}, {@code
   *     container-needs-socket}
   */
  public Attempts attempts(String system, String docker, String container, @Nullable String user) {
    DockerConnection connection = named.find(system, docker, DockerConnection.class);
    String socket = connection.socket();
    if (socket == null) {
      throw new UserError(
          "container-needs-socket",
          "the daemon of '" + docker + "' is reached by a port, which steps cannot use",
          "name its Unix socket, and its host by 'on:'");
    }
    String on = connection.on();
    return new ContainerAttempts(
        attempts(system, on == null ? Hosts.LOCAL : on),
        new ContainerAttempts.Target(socket, container, user),
        () -> session(system, connection));
  }

  /**
   * Whether a daemon's containers run on this machine.
   *
   * @throws UserError {@code unknown-connection}, {@code wrong-connection}
   */
  public boolean isLocalDaemon(String system, String docker) {
    return isLocal(system, hostOfDaemon(system, docker));
  }

  /**
   * Starts a program whose output is a stream of any length. Nothing of its environment stands in
   * an argument on the way there.
   *
   * @param timeout on the real clock
   * @throws WireException when the place cannot be reached, or there is no such container
   * @throws UserError {@code unknown-host}, {@code unknown-connection}, {@code wrong-connection},
   *     {@code command-not-started}
   */
  public Streamed stream(
      String system,
      Site site,
      List<String> command,
      Map<String, String> environment,
      Duration timeout)
      throws WireException, InterruptedException {
    return switch (site) {
      case Site.OnHost on -> streamOn(system, on.host(), command, environment, timeout);
      case Site.InContainer in -> {
        DockerConnection connection = named.find(system, in.docker(), DockerConnection.class);
        yield ContainerProgram.start(
            session(system, connection, Deadline.in(timeout)),
            new ContainerProgram.Asked(in.container(), in.user(), command, environment));
      }
    };
  }

  private Streamed streamOn(
      String system,
      String host,
      List<String> command,
      Map<String, String> environment,
      Duration timeout)
      throws WireException, InterruptedException {
    RemoteTarget target = remote(system, host);
    if (target == null) {
      return exec.pipe(command, environment, false);
    }
    Map<String, String> all = new HashMap<>(environment(system, host));
    all.putAll(environment);
    try {
      return target.stream(new RemoteTarget.Command(command, "", "", all, timeout));
    } catch (RemoteShell.Unreachable e) {
      throw WireException.unknown(e.why());
    }
  }

  private DockerSession session(String system, DockerConnection connection)
      throws WireException, InterruptedException {
    return session(system, connection, Deadline.in(ASKING));
  }

  private DockerSession session(String system, DockerConnection connection, Deadline deadline)
      throws WireException, InterruptedException {
    try {
      return connection.open(named.opening(system, secret -> secret(system, secret), deadline));
    } catch (Secret.Missing e) {
      throw WireException.unknown(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Runs a script that only looks, by a shell's input.
   *
   * @throws UserError {@code unknown-host}, {@code host-not-reached}
   */
  Exchange look(String system, String host, byte[] script, Duration timeout)
      throws InterruptedException {
    return switch (host(system, host)) {
      case Host.Local local ->
          LookAround.here(exec, script, local.surroundings().variables(), timeout);
      case Host.Ssh ssh ->
          LookAround.there(
              clients.shell(target(system, host, ssh)),
              script,
              ssh.surroundings().variables(),
              timeout);
    };
  }

  /**
   * A host behind SSH; null for this machine.
   *
   * @throws UserError {@code unknown-host}
   */
  public @Nullable RemoteTarget remote(String system, String host) {
    return switch (host(system, host)) {
      case Host.Local local -> null;
      case Host.Ssh ssh -> clients.target(target(system, host, ssh));
    };
  }

  /**
   * A subsystem of a host behind SSH; null for this machine.
   *
   * @throws UserError {@code unknown-host}
   * @throws RemoteShell.Unreachable when there is no connection to the host
   */
  public @Nullable Piped subsystem(String system, String host, String name)
      throws RemoteShell.Unreachable, InterruptedException {
    return switch (host(system, host)) {
      case Host.Local local -> null;
      case Host.Ssh ssh -> clients.subsystem(target(system, host, ssh), name);
    };
  }

  Host host(String system, String host) {
    Host way = find(system, host);
    if (way == null) {
      throw new UserError(
          "unknown-host",
          "the manual of '" + system + "' names no host '" + host + "'",
          "add it under 'hosts:' in jigi.yaml");
    }
    return way;
  }

  /** All that the manuals name, by system and name. */
  Map<String, Map<String, Host>> hosts() {
    Map<String, Map<String, Host>> all = new TreeMap<>();
    bySystem.forEach((system, ways) -> all.put(system, ways.hosts().byName()));
    return all;
  }

  SshTarget target(String system, String host, Host.Ssh ssh) {
    Ways ways = Objects.requireNonNull(bySystem.get(system), system);
    return target(ways, system, host, ssh);
  }

  private static SshTarget target(Ways ways, String system, String host, Host.Ssh ssh) {
    String jump = ssh.jump();
    Secret key = ssh.key();
    return new SshTarget(
        system + "/" + host,
        ssh.address(),
        key == null ? null : new SshTarget.Key(key, ways.folder()),
        ssh.sudo(),
        ssh.patience(),
        jump != null && ways.hosts().find(jump) instanceof Host.Ssh over
            ? target(ways, system, jump, over)
            : null);
  }

  /** Where a step on the host begins; null leaves it to the host. */
  public @Nullable Path folder(String system, String host) {
    Ways ways = bySystem.get(system);
    Host way = find(system, host);
    String named = way == null ? null : way.surroundings().folder();
    if (way instanceof Host.Local && ways != null) {
      return named == null ? ways.folder() : ways.folder().resolve(named);
    }
    return named == null ? null : Path.of(named);
  }

  /** The variables that every step on the host gets. */
  public Map<String, String> environment(String system, String host) {
    Host way = find(system, host);
    return way == null ? Map.of() : way.surroundings().variables();
  }

  /** How many runs may execute blocks on the host at once; null for any number. */
  public @Nullable Integer limit(String system, String host) {
    Host way = find(system, host);
    return way == null ? null : way.surroundings().runs();
  }

  /**
   * The host on which a daemon's containers run.
   *
   * @throws UserError {@code unknown-connection}, {@code wrong-connection}
   */
  public String hostOfDaemon(String system, String docker) {
    String on = named.find(system, docker, DockerConnection.class).on();
    return on == null ? Hosts.LOCAL : on;
  }

  /** Identifies how the hosts are reached: an approval is void once this has changed. */
  public String targets(String system, List<String> hosts, List<String> daemons) {
    StringBuilder text = new StringBuilder(system);
    for (String host : hosts.stream().distinct().sorted().toList()) {
      text.append('\n').append(host).append('=').append(find(system, host));
    }
    for (String name : daemons.stream().distinct().sorted().toList()) {
      Connection daemon = named.all().getOrDefault(system, Map.of()).get(name);
      text.append("\n@").append(name).append('=').append(daemon);
    }
    return Hash.of(text.toString());
  }

  /**
   * A secret of the system's manual.
   *
   * @throws Secret.Missing with the place that was looked at
   */
  public String secret(String system, Secret secret) throws Secret.Missing {
    Ways ways = bySystem.get(system);
    return secret.read(ways == null ? Path.of("") : ways.folder(), environment);
  }

  /** The values of all secrets of the system's manual that can be read, for masking. */
  public List<String> secrets(String system) {
    Ways ways = bySystem.get(system);
    if (ways == null) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (Secret secret : ways.secrets()) {
      try {
        values.add(secret.read(ways.folder(), environment));
      } catch (Secret.Missing e) {
        continue; // a secret that nobody can read cannot be printed either
      }
    }
    return values;
  }

  private @Nullable Host find(String system, String host) {
    Ways ways = bySystem.get(system);
    if (ways == null) {
      return host.equals(Hosts.LOCAL) ? new Host.Local() : null;
    }
    return ways.hosts().find(host);
  }

  /** Everything in the file that has the form of a secret, whichever room owns it. */
  private static List<Secret> secrets(Node node) {
    List<Secret> found = new ArrayList<>();
    switch (node) {
      case Node.MapNode map -> {
        if (map.entries().size() == 1) {
          addSecret(map, "file", Secret.Source.FILE, found);
          addSecret(map, "env", Secret.Source.ENV, found);
          addSecret(map, "stored", Secret.Source.STORED, found);
        }
        map.entries().values().forEach(value -> found.addAll(secrets(value)));
      }
      case Node.ListNode list -> list.items().forEach(item -> found.addAll(secrets(item)));
      case Node.ScalarNode scalar -> {}
      case Node.EmptyNode empty -> {}
    }
    return found;
  }

  private static void addSecret(
      Node.MapNode map, String key, Secret.Source source, List<Secret> into) {
    if (map.get(key) instanceof Node.ScalarNode scalar) {
      into.add(new Secret(source, scalar.text()));
    }
  }
}
