package jigi.operate.backup.source.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import jigi.base.connect.postgres.PostgresConnection;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.LogReceiver;
import jigi.operate.backup.source.Point;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * A whole server: base backups, and the write-ahead log after them.
 *
 * @param at the connection's name
 * @param slot empty means one named after the connection
 * @param sampleAbove bytes of a table beyond which its rows are sampled for the checksum
 */
record PhysicalSource(String at, String slot, Duration every, long lagWarning, long sampleAbove)
    implements Continuous {
  private static final String ITEM = "cluster";

  @Override
  public String kind() {
    return "postgres-physical";
  }

  PostgresServer server(SourceTools tools) {
    return new PostgresServer(
        tools.connections().find(tools.system(), at, PostgresConnection.class), tools, null);
  }

  private String slotName(SourceTools tools) {
    return slot.isEmpty()
        ? ("jigi_" + tools.system() + "_" + at)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_]", "_")
        : slot;
  }

  @Override
  public List<String> items(SourceTools tools) {
    return List.of(ITEM);
  }

  @Override
  public Dump dump(String item, SourceTools tools) throws BackupException, InterruptedException {
    return PhysicalDump.begin(server(tools), "jigi " + tools.system(), sampleAbove);
  }

  @Override
  public void check(InputStream bytes, SourceTools tools) throws BackupException {
    try {
      BaseTar.check(bytes);
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  @Override
  public void sweep(SourceTools tools) throws InterruptedException {
    ScratchServer.sweep(tools);
  }

  @Override
  public LogReceiver receiver(Path spool, SourceTools tools) {
    return new WalReceiver(server(tools), slotName(tools), spool);
  }

  @Override
  public boolean begins(Contents backup, String log) {
    long timeline = Long.parseLong(backup.about().getOrDefault(PhysicalDump.TIMELINE, "1"));
    return WalSegment.at(timeline, position(backup, PhysicalDump.START), segment(backup))
        .name()
        .equals(log);
  }

  static long segment(Contents backup) {
    return Long.parseLong(backup.about().getOrDefault(PhysicalDump.SEGMENT, "16777216"));
  }

  static long position(Contents backup, String key) {
    return WalSegment.position(backup.about().getOrDefault(key, "0/0"));
  }

  @Override
  public @Nullable Long end(String log, long bytes) {
    WalSegment segment = WalSegment.of(log, bytes);
    return segment == null ? null : segment.end();
  }

  @Override
  public boolean follows(String before, String after, long bytes) {
    WalSegment one = WalSegment.of(before, bytes);
    WalSegment next = WalSegment.of(after, bytes);
    return one == null || next == null || next.follows(one);
  }

  @Override
  public boolean reaches(Contents backup, Point point) {
    if (point instanceof Point.Position wanted) {
      if (!wanted.isLsn()) {
        throw Point.unknown(wanted.text(), "PostgreSQL writes its positions so: 0/3000148");
      }
      return WalSegment.position(wanted.position()) >= position(backup, PhysicalDump.END);
    }
    return true;
  }

  @Override
  public Landing recover(Recovery wanted, SourceTools tools)
      throws BackupException, InterruptedException {
    return PhysicalLanding.open(server(tools), wanted, tools);
  }
}
