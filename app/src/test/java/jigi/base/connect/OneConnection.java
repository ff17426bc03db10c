package jigi.base.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jigi.base.config.Manual;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Secret;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Exec;
import org.jspecify.annotations.Nullable;

/** Connections as manuals write them. */
public final class OneConnection {
  private static final ConnectPart HOSTS = new ConnectPart();
  private static final ConnectionPart CONNECTIONS = new ConnectionPart(r -> r.part(HOSTS));

  private static final Duration LONGEST = Duration.ofSeconds(20);

  private OneConnection() {}

  /** Reads {@code connections: {main: …}} and tests it. */
  public static ConnectionTest test(Path folder, String connection)
      throws IOException, InterruptedException {
    return test(folder, "", connection);
  }

  /**
   * @param before what the manual says besides, such as its hosts
   */
  public static ConnectionTest test(Path folder, String before, String connection)
      throws IOException, InterruptedException {
    return Objects.requireNonNull(
        OneConnection.<ConnectionTest, RuntimeException, RuntimeException>with(
            folder, before, connection, named -> named.test("s", "main")));
  }

  /** What is done with an open way. */
  public interface Use<C, T> {
    @Nullable T with(C connection, Opening opening)
        throws WireException, Secret.Missing, InterruptedException;
  }

  /** Reads {@code connections: {main: …}} and uses it. */
  public static <C, T> @Nullable T use(Path folder, String connection, Class<C> kind, Use<C, T> use)
      throws IOException, WireException, Secret.Missing, InterruptedException {
    return OneConnection.<T, WireException, Secret.Missing>with(
        folder,
        "",
        connection,
        named -> use.with(named.find("s", "main", kind), named.opening("s", Deadline.in(LONGEST))));
  }

  private interface Named<T, A extends Exception, B extends Exception> {
    @Nullable T with(ConnectionRegistry named) throws A, B, InterruptedException;
  }

  private static <T, A extends Exception, B extends Exception> @Nullable T with(
      Path folder, String before, String connection, Named<T, A, B> use)
      throws A, B, IOException, InterruptedException {
    ManualReader.Result read =
        read(folder, "system: s\n" + before + "connections:\n  main: " + connection + "\n");
    if (read.manual() == null) {
      throw new AssertionError(read.problems().toString());
    }
    try (Network network = new Network();
        Exec exec = new Exec(Files.createDirectories(folder.resolve("attempts")))) {
      SshClients clients = new SshClients(exec, folder, name -> null);
      Connections connections =
          new Connections(HOSTS, CONNECTIONS, exec, clients, network, name -> null);
      connections.activate(List.of(read.manual()));
      return use.with(connections.named());
    }
  }

  /** {@code name OK, port OK, login FAIL password}. */
  public static String stages(ConnectionTest test) {
    return test.stages().stream()
        .map(s -> (s.step() + " " + s.status() + " " + s.advice()).strip())
        .collect(Collectors.joining(", "))
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** A manual without errors, of these parts. */
  public static Manual manual(Path folder, List<ManualPart<?>> parts, String text) {
    Map<String, String> files = new TreeMap<>(Map.of("jigi.yaml", text));
    ManualReader.Result read =
        new ManualReader(parts, name -> null).read(new ManualSource(folder, new TreeMap<>(files)));
    if (read.manual() == null) {
      throw new AssertionError(read.problems().toString());
    }
    return read.manual();
  }

  static ManualReader.Result read(Path folder, String text) {
    Map<String, String> files = new TreeMap<>(Map.of("jigi.yaml", text));
    return new ManualReader(List.of(HOSTS, CONNECTIONS), name -> null)
        .read(new ManualSource(folder, new TreeMap<>(files)));
  }
}
