package jigi.operate.backup.source.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.connect.Site;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.Captured;
import jigi.base.exec.Piped;
import jigi.base.kernel.CrashPoint;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous.Recovery;
import jigi.operate.backup.source.Difference;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Feed;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.Point;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * A dump and the log after it, brought up on a server of Jigi's own: names within statements of a
 * log mean what they say there only. From there one database goes to the original, under a new name
 * or in its place; where a folder is wanted, the server is stopped and its data stay there.
 */
final class ServerLanding implements Landing {
  private static final CrashPoint RESTORED = CrashPoint.named("backup.mysql-server-restored");
  private static final CrashPoint REPLAYED = CrashPoint.named("backup.binlog-replayed");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final ServerSource source;
  private final Recovery wanted;
  private final SourceTools tools;
  private final @Nullable Apart apart;
  private final MysqlScratch scratch;

  /** One database that goes to the original. */
  private record Apart(String database, String name) {
    /** {@code shop:shop_copy}, or {@code shop} for its own place. */
    static Apart of(String target) {
      int between = target.indexOf(':');
      return between < 0
          ? new Apart(target, target)
          : new Apart(target.substring(0, between), target.substring(between + 1));
    }
  }

  private ServerLanding(
      ServerSource source,
      Recovery wanted,
      SourceTools tools,
      @Nullable Apart apart,
      MysqlScratch scratch) {
    this.source = source;
    this.wanted = wanted;
    this.tools = tools;
    this.apart = apart;
    this.scratch = scratch;
  }

  static ServerLanding open(ServerSource source, Recovery wanted, SourceTools tools)
      throws BackupException, InterruptedException {
    Path home = wanted.growingServer();
    String target = wanted.target();
    Apart apart = target == null || home != null ? null : Apart.of(target);
    if (apart != null) {
      requireFree(source, apart, wanted, tools);
    }
    MysqlScratch scratch = MysqlScratch.start(wanted.id(), home, source.programs(), tools);
    return new ServerLanding(source, wanted, tools, apart, scratch);
  }

  /** Said before anything is brought up. */
  private static void requireFree(
      ServerSource source, Apart apart, Recovery wanted, SourceTools tools)
      throws BackupException, InterruptedException {
    if (!ServerContents.has(wanted.backup(), apart.database()) && wanted.point() == null) {
      throw noDatabase(apart.database());
    }
    try (MysqlLanding landing = landing(source, apart, wanted.over(), tools)) {
      landing.refuseTaken();
    }
  }

  private static BackupException noDatabase(String name) {
    return new BackupException(
        "unknown-database", "there was no database '" + name + "' at that instant");
  }

  private static MysqlLanding landing(
      ServerSource source, Apart apart, boolean over, SourceTools tools) {
    return new MysqlLanding(
        source.reach(tools), apart.name(), new MysqlLanding.Beside(source.at(), over));
  }

  @Override
  public String where() {
    Apart one = apart;
    Path folder = wanted.folder();
    String place =
        one != null
            ? one.name() + " on " + source.reach(tools).connection().at().endpoint()
            : folder == null ? "scratch" : folder.toString();
    Point point = wanted.point();
    return point == null ? place : place + " at " + point.text();
  }

  @Override
  public boolean isMeasuredInstant() {
    return wanted.point() == null;
  }

  private MysqlObjects objects() {
    return new MysqlObjects(scratch.reach());
  }

  @Override
  public void restore(Contents contents, InputStream bytes)
      throws BackupException, InterruptedException {
    objects().feed("", bytes);
    RESTORED.pass();
  }

  @Override
  public void complete() throws BackupException, InterruptedException {
    Point point = wanted.point();
    if (point == null) {
      return;
    }
    try {
      replay(point);
    } catch (IOException e) {
      throw BackupException.of(e);
    }
    REPLAYED.pass();
  }

  /** What the log is read with, from the dump's position on. */
  private void replay(Point point) throws IOException, BackupException, InterruptedException {
    Path folder = Files.createDirectory(scratch.folder().resolve("binlog"));
    Binlog.At from = Objects.requireNonNull(WholeServer.at(wanted.backup()));
    List<String> files = new ArrayList<>();
    for (String name : needed(point)) {
      Path file = folder.resolve(name);
      wanted.logs().fetch(name, file);
      files.add(file.toString());
    }
    if (files.isEmpty()) {
      return;
    }
    if (point instanceof Point.Position end
        && Files.size(Path.of(files.getLast())) < ServerSource.at(end).offset()) {
      throw notReached("position " + end.position());
    }
    List<String> command = new ArrayList<>();
    command.add(source.programs().binlog().toString());
    command.addAll(
        List.of("--no-defaults", "--verify-binlog-checksum", "--start-position=" + from.offset()));
    command.add(end(point));
    command.add("--");
    command.addAll(files);
    replay(command);
  }

  private String end(Point point) {
    return switch (point) {
      case Point.Time time -> "--stop-datetime=" + text(time.at());
      case Point.Position position -> "--stop-position=" + ServerSource.at(position).offset();
      case Point.Name name -> throw new IllegalStateException("MariaDB has no " + name);
    };
  }

  private String text(Instant at) {
    return TIME.format(at.minus(tools.timeline().ahead()).atOffset(ZoneOffset.UTC));
  }

  private void replay(List<String> command) throws BackupException, InterruptedException {
    Map<String, String> environment = new HashMap<>(Map.of("TZ", "UTC", "LC_ALL", "C"));
    try (Piped reader = tools.exec().pipe(command, environment, false)) {
      objects().replay(reader.out());
      Captured end = reader.await(tools.timeout());
      if (end.code() != 0) {
        throw new BackupException("recovery-failed", Feed.said("mariadb-binlog", end));
      }
    }
  }

  /**
   * The files of the log up to a point.
   *
   * @throws BackupException {@code point-not-reached} when the log that is stored does not reach it
   */
  private List<String> needed(Point point)
      throws IOException, BackupException, InterruptedException {
    List<String> names = wanted.logs().names();
    return switch (point) {
      case Point.Time time -> until(time.at(), names);
      case Point.Position position -> until(ServerSource.at(position), names);
      case Point.Name name -> throw new IllegalStateException("MariaDB has no " + name);
    };
  }

  private List<String> until(Binlog.At position, List<String> names) throws BackupException {
    List<String> needed = new ArrayList<>();
    long last = BinlogName.number(position.file());
    for (String name : names) {
      long number = Objects.requireNonNull(BinlogName.of(name)).number();
      needed.add(name);
      if (number == last) {
        return needed;
      }
    }
    throw notReached("position " + position.file() + ":" + position.offset());
  }

  /** Files that were begun later are not asked for; where a gap follows, the last must tell. */
  private List<String> until(Instant at, List<String> names)
      throws IOException, BackupException, InterruptedException {
    long second = at.minus(tools.timeline().ahead()).getEpochSecond();
    List<String> needed =
        names.stream()
            .filter(name -> Objects.requireNonNull(BinlogName.of(name)).created() <= second)
            .toList();
    boolean isWhole = needed.size() < names.size() || !wanted.logs().gapFollows();
    if (!isWhole && (needed.isEmpty() || lastEvent(needed.getLast()) < second)) {
      throw notReached("time " + at);
    }
    return needed;
  }

  private long lastEvent(String name) throws IOException, BackupException, InterruptedException {
    Path file = scratch.folder().resolve("last-of-log");
    wanted.logs().fetch(name, file);
    long last = BinlogFile.read(file).last();
    Files.delete(file);
    return last;
  }

  private static BackupException notReached(String what) {
    return new BackupException(
        "point-not-reached", "the stored log ends before that point: " + what);
  }

  @Override
  public Contents contents(Contents manifest) throws BackupException, InterruptedException {
    try (SqlSession session = scratch.reach().open("")) {
      Map<String, String> facts = new TreeMap<>(ServerContents.accounts(session));
      MysqlContents.steady(session);
      Contents measured =
          ServerContents.measure(
              session, MysqlSource.databases(session), new MysqlContents.As(manifest));
      facts.putAll(measured.facts());
      return new Contents(measured.about(), facts);
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  /** Asked of the database that the connection names. */
  @Override
  public String ask(String question) throws BackupException, InterruptedException {
    String database = source.reach(tools).connection().at().database();
    try (SqlSession session = scratch.reach().open(database)) {
      List<Row> rows = session.query(question, 1);
      return rows.isEmpty()
          ? ""
          : rows.getFirst().text(rows.getFirst().values().keySet().iterator().next());
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  @Override
  public void keep() throws BackupException, InterruptedException {
    Path folder = wanted.folder();
    Apart one = apart;
    if (one != null) {
      carry(one);
    } else if (folder != null) {
      Path data = scratch.stop();
      try {
        Files.move(data, folder);
      } catch (IOException e) {
        throw new BackupException("restore-failed", "cannot give " + folder + " its name: " + e, e);
      }
    }
  }

  /** As if it were a backup of that one database. */
  private void carry(Apart one) throws BackupException, InterruptedException {
    requireThere(one);
    MysqlDump.OneDatabase subject = new MysqlDump.OneDatabase(one.database(), source.sampleAbove());
    try (Dump dump = MysqlDump.begin(scratch.reach(), subject, Site.HERE);
        MysqlLanding landing = landing(source, one, wanted.over(), tools)) {
      Contents contents = dump.contents();
      landing.restore(contents, dump.bytes());
      dump.finish();
      List<Difference> differences = contents.differences(landing.contents(contents));
      if (!differences.isEmpty()) {
        throw new BackupException(
            "not-the-same",
            "what arrived is not what was recovered: " + differences.getFirst().text());
      }
      landing.keep();
    }
  }

  private void requireThere(Apart one) throws BackupException, InterruptedException {
    try (SqlSession session = scratch.reach().open("")) {
      if (!MysqlSource.databases(session).contains(one.database())) {
        throw noDatabase(one.database());
      }
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
