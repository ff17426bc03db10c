package jigi.operate.backup.source.mysql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.Captured;
import jigi.base.exec.Piped;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Feed;
import org.jspecify.annotations.Nullable;

/**
 * All databases of a server in one dump, with the accounts that its log will speak of and the
 * position of the log at that instant.
 */
final class WholeServer implements MysqlDump.Subject {
  private static final Duration SHORT = Duration.ofSeconds(30);

  private final MysqlReach reach;
  private final List<String> databases;
  private final long sampleAbove;
  private final Map<String, String> accounts = new TreeMap<>();
  private final Map<String, String> position = new TreeMap<>();

  private WholeServer(MysqlReach reach, List<String> databases, long sampleAbove) {
    this.reach = reach;
    this.databases = databases;
    this.sampleAbove = sampleAbove;
  }

  static WholeServer of(MysqlReach reach, long sampleAbove)
      throws BackupException, InterruptedException {
    List<String> databases;
    try (SqlSession session = reach.open("")) {
      databases = MysqlSource.databases(session);
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
    if (databases.isEmpty()) {
      throw new BackupException("nothing-to-back-up", "the server has no database but its own");
    }
    return new WholeServer(reach, databases, sampleAbove);
  }

  @Override
  public List<String> databases() {
    return databases;
  }

  @Override
  public List<String> arguments() {
    List<String> all = new ArrayList<>(List.of("--databases", "--"));
    all.addAll(databases);
    return all;
  }

  @Override
  public byte[] atInstant(SqlSession locked)
      throws BackupException, QueryException, InterruptedException {
    if (!MysqlSource.databases(locked).equals(databases)) {
      throw new BackupException("dump-failed", "a database came or went as the dump began");
    }
    Binlog.At at = Binlog.position(locked);
    position.put(ServerContents.FILE, at.file());
    position.put(ServerContents.OFFSET, String.valueOf(at.offset()));
    position.put(ServerContents.CREATED, String.valueOf(new Binlog(reach).created(at.file())));
    accounts.putAll(ServerContents.accounts(locked));
    return (statements() + ServerContents.grantsToEverybody(locked) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The log makes and changes accounts, which must be there when it is replayed. */
  private String statements() throws BackupException, InterruptedException {
    try (MysqlReach.Way way = reach.way();
        Piped program = program(way)) {
      byte[] all = program.out().readAllBytes();
      Captured end = program.await(SHORT);
      if (end.code() != 0) {
        throw new BackupException("dump-failed", Feed.said("mariadb-dump", end));
      }
      return new String(all, StandardCharsets.UTF_8) + "\n";
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  private Piped program(MysqlReach.Way way) throws BackupException {
    List<String> command =
        way.command(reach.programs().dump().toString(), "--system=users", "--insert-ignore");
    return reach.tools().exec().pipe(command, way.environment(), false);
  }

  @Override
  public Contents measure(SqlSession session) throws QueryException {
    Contents measured =
        ServerContents.measure(session, databases, new MysqlContents.LargerThan(sampleAbove));
    Map<String, String> about = new TreeMap<>(measured.about());
    about.putAll(position);
    Map<String, String> facts = new TreeMap<>(measured.facts());
    facts.putAll(accounts);
    return new Contents(about, facts);
  }

  /** Null for what is no position of a log. */
  static Binlog.@Nullable At at(Contents backup) {
    String file = backup.about().get(ServerContents.FILE);
    return file == null
        ? null
        : new Binlog.At(
            file,
            Long.parseLong(Objects.requireNonNull(backup.about().get(ServerContents.OFFSET))));
  }
}
