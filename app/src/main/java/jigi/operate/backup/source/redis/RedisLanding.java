package jigi.operate.backup.source.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Landing;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server of Jigi's own that begins with the snapshot. Where a file is wanted, it gets its
 * name after the server was compared.
 */
final class RedisLanding implements Landing {
  private static final String FILE = "dump.rdb";

  private final RedisScratch scratch;
  private final @Nullable Path target;

  RedisLanding(RedisScratch scratch, @Nullable Path target) {
    this.scratch = scratch;
    this.target = target;
  }

  @Override
  public String where() {
    return target == null ? "scratch" : target.toString();
  }

  @Override
  public void restore(Contents wanted, InputStream bytes)
      throws BackupException, InterruptedException {
    RedisScratch.write(bytes, scratch.folder().resolve(FILE));
    scratch.begin("dbfilename " + FILE, "appendonly no");
  }

  @Override
  public Contents contents(Contents wanted) throws BackupException, InterruptedException {
    return scratch.contents(wanted);
  }

  @Override
  public String ask(String question) throws BackupException, InterruptedException {
    return scratch.ask(question);
  }

  @Override
  public void keep() throws BackupException {
    Path name = target;
    if (name == null) {
      return;
    }
    Path temporary = name.resolveSibling(name.getFileName() + ".jigi-restore");
    try {
      Files.copy(scratch.folder().resolve(FILE), temporary);
      Files.createLink(name, temporary);
    } catch (IOException e) {
      throw new BackupException("restore-failed", e.toString(), e);
    } finally {
      temporary.toFile().delete();
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
