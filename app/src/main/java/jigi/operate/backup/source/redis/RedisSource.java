package jigi.operate.backup.source.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.base.connect.redis.RedisConnection;
import jigi.base.kernel.Ids;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.ScratchFolder;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceTools;

/**
 * All databases of a server, in one snapshot.
 *
 * @param at the connection's name
 */
record RedisSource(String at) implements Source {
  static final String KIND = "redis";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<String> items(SourceTools tools) {
    return List.of(KIND);
  }

  @Override
  public Dump dump(String item, SourceTools tools) throws BackupException, InterruptedException {
    return RedisDump.begin(
        new RedisReach(
            tools.connections().find(tools.system(), at, RedisConnection.class), tools, null));
  }

  @Override
  public void check(InputStream bytes, SourceTools tools) throws BackupException {
    try {
      Rdb snapshot = new Rdb(bytes);
      snapshot.read();
      snapshot.requireEnd();
    } catch (Rdb.Damaged e) {
      throw new BackupException("dump-damaged", String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  @Override
  public Landing scratch(String id, Contents wanted, SourceTools tools) throws BackupException {
    return new RedisLanding(new RedisScratch(KIND, id, tools), null);
  }

  /** A running server takes in no snapshot: what is restored is the file that one begins with. */
  @Override
  public Landing beside(String name, boolean over, SourceTools tools) throws BackupException {
    Path target = Path.of(name);
    if (!target.isAbsolute() || over) {
      throw new BackupException(
          "bad-target",
          "a snapshot is restored to a new file with an absolute name (" + name + ")");
    }
    if (Files.exists(target)) {
      throw new BackupException("target-taken", "something has that name already (" + name + ")");
    }
    return new RedisLanding(new RedisScratch(KIND, Ids.secret(6), tools), target);
  }

  @Override
  public String suggested(String item) {
    return "/var/tmp/" + at + "-restored.rdb";
  }

  @Override
  public boolean replaceable() {
    return false;
  }

  @Override
  public void sweep(SourceTools tools) throws InterruptedException {
    ScratchFolder.sweep(KIND, tools);
  }
}
