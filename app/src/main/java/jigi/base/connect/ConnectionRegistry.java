package jigi.base.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import jigi.base.config.Manual;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Mask;
import jigi.base.exec.RemoteTarget;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** The named connections of the manuals in force. */
public final class ConnectionRegistry {
  private static final Duration TEST_TIMEOUT = Duration.ofSeconds(10);

  /** What the connections of one system are made of. */
  private record OfSystem(NamedConnections named, Hosts hosts, Path folder) {}

  private final Parts parts;
  private final Network network;
  private final SecretSources environment;
  private final Through through;
  private final BiFunction<String, String, @Nullable RemoteTarget> remote;
  private volatile Map<String, OfSystem> bySystem = Map.of();

  /** Where the manuals say what is needed. */
  record Parts(ConnectPart hosts, ConnectionPart connections) {}

  /** The ways through the hosts of any system. */
  interface Through {
    End to(String system, String host, String address, int port, Deadline deadline)
        throws WireException, InterruptedException;

    SocketEnd socket(String system, String host, String path, Deadline deadline)
        throws WireException, InterruptedException;
  }

  /** The ways of one system; what is on this machine needs none. */
  private record Ways(String system, Hosts hosts, Through through) implements Opening.Through {
    @Override
    public End to(String host, String address, int port, Deadline deadline)
        throws WireException, InterruptedException {
      return hosts.find(host) instanceof Host.Local
          ? new End(address, port)
          : through.to(system, host, address, port, deadline);
    }

    @Override
    public SocketEnd socket(String host, String path, Deadline deadline)
        throws WireException, InterruptedException {
      return hosts.find(host) instanceof Host.Local
          ? new SocketEnd(Path.of(path), () -> {})
          : through.socket(system, host, path, deadline);
    }
  }

  ConnectionRegistry(
      Parts parts,
      Network network,
      SecretSources environment,
      Through through,
      BiFunction<String, String, @Nullable RemoteTarget> remote) {
    this.remote = remote;
    this.parts = parts;
    this.network = network;
    this.environment = environment;
    this.through = through;
  }

  void activate(List<Manual> manuals) {
    Map<String, OfSystem> next = new LinkedHashMap<>();
    for (Manual manual : manuals) {
      next.put(
          manual.system(),
          new OfSystem(
              manual.part(parts.connections()),
              manual.part(parts.hosts()),
              manual.source().folder()));
    }
    bySystem = java.util.Collections.unmodifiableMap(next);
  }

  /**
   * A host of the system that is behind SSH; null for this machine.
   *
   * @throws UserError {@code unknown-host}
   */
  public @Nullable RemoteTarget remote(String system, String host) {
    return remote.apply(system, host);
  }

  /**
   * What is found around a command on a host of the system.
   *
   * @param host null for none in particular
   */
  public Surroundings surroundings(String system, @Nullable String host) {
    OfSystem of = bySystem.get(system);
    Host way = of == null || host == null ? null : of.hosts().find(host);
    return way == null ? Surroundings.PLAIN : way.surroundings();
  }

  /** The connections by system and name, in the order of the manuals. */
  public Map<String, Map<String, Connection>> all() {
    Map<String, Map<String, Connection>> all = new LinkedHashMap<>();
    bySystem.forEach((system, of) -> all.put(system, of.named().byName()));
    return all;
  }

  /**
   * A connection of the kind that the caller needs.
   *
   * @throws UserError {@code unknown-connection}, {@code wrong-connection}
   */
  public <C> C find(String system, String name, Class<C> kind) {
    OfSystem of = bySystem.get(system);
    Connection found = of == null ? null : of.named().byName().get(name);
    if (found == null) {
      throw new UserError(
          "unknown-connection",
          "the manual of '" + system + "' names no connection '" + name + "'",
          "add it under 'connections:' in jigi.yaml");
    }
    if (!kind.isInstance(found)) {
      throw new UserError(
          "wrong-connection",
          "the connection '" + name + "' is of kind " + found.kind(),
          "name a connection of the kind that is wanted here");
    }
    return kind.cast(found);
  }

  /** What to open a connection of the system with. */
  public Opening opening(String system, Secrets secrets, Deadline deadline) {
    OfSystem of = bySystem.get(system);
    Hosts hosts = of == null ? new Hosts(Map.of()) : of.hosts();
    Path folder = of == null ? Path.of("") : of.folder();
    return new Opening(network, new Ways(system, hosts, through), secrets, folder, deadline);
  }

  /** The same, with the secrets of the system's manual. */
  public Opening opening(String system, Deadline deadline) {
    return opening(system, secret -> remembered(system, secret, new HashSet<>()), deadline);
  }

  /**
   * Makes the connection to see whether it can be made; takes 10 s at most.
   *
   * @throws UserError {@code unknown-connection}
   */
  public ConnectionTest test(String system, String name) throws InterruptedException {
    Connection connection = find(system, name, Connection.class);
    Set<String> used = new HashSet<>();
    Opening opening =
        opening(system, secret -> remembered(system, secret, used), Deadline.in(TEST_TIMEOUT));
    ConnectionTest seen = connection.test(opening);
    Mask mask = Mask.of(used);
    return new ConnectionTest(
        seen.stages().stream()
            .map(
                stage ->
                    new Stage(
                        stage.step(), stage.status(), mask.apply(stage.evidence()), stage.advice()))
            .toList());
  }

  private String remembered(String system, Secret secret, Set<String> used) throws Secret.Missing {
    OfSystem of = bySystem.get(system);
    Path folder = of == null ? Path.of("") : of.folder();
    String value = secret.read(folder, environment);
    used.add(value);
    return value;
  }
}
