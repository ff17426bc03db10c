package jigi.operate.backup.source.redis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.base.config.Secret;
import jigi.base.connect.Opening;
import jigi.base.connect.Secrets;
import jigi.base.connect.redis.RedisConnection;
import jigi.base.connect.redis.RedisSession;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * A server as sessions reach it.
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
}
