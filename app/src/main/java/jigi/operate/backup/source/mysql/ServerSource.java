package jigi.operate.backup.source.mysql;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import jigi.base.connect.Site;
import jigi.base.connect.mysql.MysqlConnection;
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
 * A whole server: dumps of all its databases, and the binary log after them.
 *
 * @param at the connection's name
 * @param sampleAbove bytes of a table beyond which its rows are sampled for the checksum
 */
record ServerSource(
    String at, Duration every, long lagWarning, long sampleAbove, MysqlPrograms programs)
    implements Continuous {
  static final String KIND = "mysql-server";
  private static final String ITEM = "server";
  private static final String BETWEEN = ":";

  @Override
  public String kind() {
    return KIND;
  }

  MysqlReach reach(SourceTools tools) {
    return new MysqlReach(
        tools.connections().find(tools.system(), at, MysqlConnection.class), programs, tools, null);
  }

  @Override
  public List<String> items(SourceTools tools) {
    return List.of(ITEM);
  }

  @Override
  public Dump dump(String item, SourceTools tools) throws BackupException, InterruptedException {
    MysqlReach reach = reach(tools);
    return MysqlDump.begin(reach, WholeServer.of(reach, sampleAbove), Site.HERE);
  }

  @Override
  public void check(InputStream bytes, SourceTools tools)
      throws BackupException, InterruptedException {
    MysqlText.check(bytes);
  }

  @Override
  public void sweep(SourceTools tools) throws InterruptedException {
    ScratchFolder.sweep(MysqlSource.KIND, tools);
  }

  @Override
  public LogReceiver receiver(Path spool, SourceTools tools) {
    return new BinlogReceiver(reach(tools), spool);
  }

  @Override
  public boolean begins(Contents backup, String log) {
    BinlogName name = BinlogName.of(log);
    Binlog.At position = WholeServer.at(backup);
    return name != null
        && position != null
        && name.number() == BinlogName.number(position.file())
        && String.valueOf(name.created()).equals(backup.about().get(ServerContents.CREATED));
  }

  @Override
  public @Nullable Long end(String log, long bytes) {
    BinlogName name = BinlogName.of(log);
    return name == null ? null : name.end();
  }

  @Override
  public boolean follows(String before, String after, long bytes) {
    BinlogName one = BinlogName.of(before);
    BinlogName next = BinlogName.of(after);
    return one != null && next != null && next.follows(one);
  }

  @Override
  public boolean reaches(Contents backup, Point point) {
    Binlog.At end = WholeServer.at(backup);
    return switch (point) {
      case Point.Time _ -> true;
      case Point.Position wanted when wanted.isInFile() -> {
        Binlog.At position = at(wanted);
        long file = BinlogName.number(position.file());
        long own = end == null ? Long.MAX_VALUE : BinlogName.number(end.file());
        yield file > own || (file == own && end != null && position.offset() >= end.offset());
      }
      case Point.Position _, Point.Name _ ->
          throw Point.unknown(
              point.text(), "MariaDB knows times, and positions such as mariadb-bin.000008:4711");
    };
  }

  /** {@code mariadb-bin.000008:4711}. */
  static Binlog.At at(Point.Position point) {
    String text = point.position();
    int between = text.lastIndexOf(BETWEEN);
    return new Binlog.At(text.substring(0, between), Long.parseLong(text.substring(between + 1)));
  }

  @Override
  public Point measured(Contents backup) {
    Binlog.At at = Objects.requireNonNull(WholeServer.at(backup));
    return new Point.Position(at.file() + BETWEEN + at.offset());
  }

  @Override
  public boolean restoresByName() {
    return true;
  }

  @Override
  public boolean replaces(String target) {
    return !target.startsWith("/") && !target.contains(BETWEEN);
  }

  @Override
  public Landing recover(Recovery wanted, SourceTools tools)
      throws BackupException, InterruptedException {
    return ServerLanding.open(this, wanted, tools);
  }
}
