package jigi.operate.backup.source.redis;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jigi.base.connect.redis.RedisConnection;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.LogReceiver;
import jigi.operate.backup.source.Point;
import jigi.operate.backup.source.ScratchFolder;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * All databases of a server: snapshots, and the changes after them.
 *
 * @param at the connection's name
 */
record RedisLogSource(String at, Duration every, long lagWarning) implements Continuous {
  static final String KIND = "redis-log";

  @Override
  public String kind() {
    return KIND;
  }

  private RedisReach reach(SourceTools tools) {
    return new RedisReach(
        tools.connections().find(tools.system(), at, RedisConnection.class), tools, null);
  }

  @Override
  public List<String> items(SourceTools tools) {
    return List.of(RedisSource.KIND);
  }

  @Override
  public Dump dump(String item, SourceTools tools) throws BackupException, InterruptedException {
    return RedisDump.begin(reach(tools));
  }

  @Override
  public void check(InputStream bytes, SourceTools tools) throws BackupException {
    new RedisSource(at).check(bytes, tools);
  }

  @Override
  public void sweep(SourceTools tools) throws InterruptedException {
    ScratchFolder.sweep(KIND, tools);
  }

  @Override
  public LogReceiver receiver(Path spool, SourceTools tools) {
    return new StreamReceiver(reach(tools), spool, tools.timeline());
  }

  @Override
  public boolean begins(Contents backup, String log) {
    StreamName name = StreamName.of(log);
    StreamPosition position = StreamPosition.of(backup);
    return name != null && position != null && name.holds(position);
  }

  @Override
  public @Nullable Long end(String log, long bytes) {
    StreamName name = StreamName.of(log);
    return name == null ? null : name.position();
  }

  @Override
  public boolean follows(String before, String after, long bytes) {
    StreamName one = StreamName.of(before);
    StreamName next = StreamName.of(after);
    return one != null && next != null && next.follows(one);
  }

  @Override
  public boolean reaches(Contents backup, Point point) {
    StreamPosition own = StreamPosition.of(backup);
    return switch (point) {
      case Point.Time _ -> true;
      case Point.Position wanted when wanted.isOffset() -> {
        StreamPosition position = StreamPosition.of(wanted);
        yield own != null
            && own.server().equals(position.server())
            && own.offset() <= position.offset();
      }
      case Point.Position _, Point.Name _ ->
          throw Point.unknown(point.text(), "Redis knows times: --at 2026-01-02T03:04:05+09:00");
    };
  }

  @Override
  public @Nullable Point measured(Contents backup) {
    StreamPosition position = StreamPosition.of(backup);
    return position == null ? null : position.point();
  }

  @Override
  public Landing recover(Recovery wanted, SourceTools tools) throws BackupException {
    return RedisLogLanding.open(wanted, tools);
  }
}
