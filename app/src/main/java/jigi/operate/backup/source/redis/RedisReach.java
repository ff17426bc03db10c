package jigi.operate.backup.source.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.connect.Access;
import jigi.base.connect.End;
import jigi.base.connect.Opening;
import jigi.base.connect.Secrets;
import jigi.base.connect.TlsMode;
import jigi.base.connect.redis.RedisConnection;
import jigi.base.connect.redis.RedisSession;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * A server as programs and sessions reach it.
 *
 * @param secrets null for those of the manual
 */
record RedisReach(RedisConnection connection, SourceTools tools, @Nullable Secrets secrets) {
  private static final List<Path> USUAL =
      List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/bin"));

  /** A program on this machine. */
  static String find(String... names) throws BackupException {
    for (String name : names) {
      for (Path folder : USUAL) {
        if (Files.isExecutable(folder.resolve(name))) {
          return folder.resolve(name).toString();
        }
      }
    }
    throw new BackupException("program-missing", names[0] + " is not on this machine");
  }

  private Opening opening() {
    Deadline deadline = Deadline.in(tools.timeout());
    return secrets == null
        ? tools.connections().opening(tools.system(), deadline)
        : tools.connections().opening(tools.system(), secrets, deadline);
  }

  /**
   * @throws BackupException {@code server-unreachable}
   */
  RedisSession open() throws BackupException, InterruptedException {
    try {
      return connection.open(opening());
    } catch (WireException e) {
      throw new BackupException("server-unreachable", e.evidence(), e);
    } catch (Secret.Missing e) {
      throw new BackupException("secret-missing", String.valueOf(e.getMessage()), e);
    }
  }

  /** A way to the server for {@code redis-cli}; close it after the program has ended. */
  Way way() throws BackupException, InterruptedException {
    Opening opening = opening();
    Access access = connection.access();
    TlsMode tls = access.tlsTo(connection.at().host());
    try {
      End end = opening.end(connection.at(), access.on(), tls == TlsMode.VERIFY);
      Map<String, String> environment = new HashMap<>();
      String password = opening.secret(access.password());
      if (!password.isEmpty()) {
        environment.put("REDISCLI_AUTH", password);
      }
      return new Way(end, command(end, tls, opening.file(access.ca())), environment);
    } catch (WireException e) {
      throw new BackupException("server-unreachable", e.evidence(), e);
    } catch (Secret.Missing e) {
      throw new BackupException("secret-missing", String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> command(End end, TlsMode tls, @Nullable Path ca) throws BackupException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            find("redis-cli", "valkey-cli"), "-h", end.host(), "-p", String.valueOf(end.port())));
    if (!connection.at().user().isEmpty()) {
      command.addAll(List.of("--user", connection.at().user()));
    }
    if (tls != TlsMode.OFF) {
      command.add("--tls");
      if (tls == TlsMode.REQUIRE) {
        command.add("--insecure");
      }
      if (ca != null) {
        command.addAll(List.of("--cacert", ca.toString()));
      }
    }
    command.addAll(List.of("--rdb", "-"));
    return command;
  }

  /** The password stands in the environment, which only the program's own account can read. */
  record Way(End end, List<String> command, Map<String, String> environment)
      implements AutoCloseable {
    @Override
    public void close() {
      try {
        end.close();
      } catch (IOException e) {
        throw new IllegalStateException("a way that cannot be taken down", e);
      }
    }
  }
}
