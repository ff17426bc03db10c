package jigi.operate.backup.source.mysql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import jigi.base.kernel.CrashPoint;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.LogReceiver;
import org.jspecify.annotations.Nullable;

/**
 * Fetches each file of the binary log as soon as the server has ended it. The server keeps them
 * meanwhile, so nothing has to run while Jigi is dead; what it has removed unfetched, or begun
 * anew, is a loss.
 */
final class BinlogReceiver implements LogReceiver {
  private static final CrashPoint FETCHED = CrashPoint.named("backup.binlog-fetched");

  /** So many are brought here before they are stored: a backlog must not fill this machine. */
  private static final int AT_ONCE = 8;

  private static final String BEGUN = "begun";
  private static final String FETCH = "fetch-";

  private final Binlog log;
  private final Path spool;

  BinlogReceiver(MysqlReach reach, Path spool) {
    this.log = new Binlog(reach);
    this.spool = spool.toAbsolutePath();
  }

  /** The file that is wanted next, and the one before it; null when it is the first of its life. */
  private record Next(long life, long number, @Nullable BinlogName before) {}

  @Override
  public void ensure(@Nullable String stored) throws BackupException, InterruptedException {
    try {
      Binlog.End end = log.end();
      Next next = next(stored);
      if (next == null) {
        begin(newLife(), end.active().number());
        return;
      }
      if (!Files.exists(spool.resolve(BEGUN))) {
        begin(next.life(), next.number());
      }
      if (end.files().stream().noneMatch(file -> file.number() == next.number())) {
        throw new BackupException(
            "log-lost",
            "the server has no file "
                + next.number()
                + " of its log any more, but "
                + end.files().getFirst().name()
                + " to "
                + end.active().name()
                + ": it was removed before it was fetched, or the log was begun anew");
      }
      fetch(end, next);
    } catch (IOException e) {
      throw new BackupException("spool-not-writable", "cannot write to " + spool + ": " + e, e);
    }
  }

  private void fetch(Binlog.End end, Next first)
      throws IOException, BackupException, InterruptedException {
    Next next = first;
    int fetched = 0;
    for (Binlog.Listed file : end.files().subList(0, end.files().size() - 1)) {
      if (file.number() == next.number() && fetched++ < AT_ONCE) {
        next = new Next(next.life(), next.number() + 1, fetch(end, file, next));
      }
    }
  }

  private BinlogName fetch(Binlog.End end, Binlog.Listed file, Next next)
      throws IOException, BackupException, InterruptedException {
    sweep(spool);
    requireSameLog(end, next);
    Path folder = Files.createTempDirectory(spool, FETCH);
    log.fetch(file.name(), folder + "/");
    Path got = folder.resolve(file.name());
    if (Files.size(got) != file.size()) {
      throw new BackupException(
          "log-interrupted",
          file.name() + " has " + file.size() + " bytes, and " + Files.size(got) + " came");
    }
    BinlogFile read = BinlogFile.read(got);
    requireFollowing(end, next, read);
    try (FileChannel channel = FileChannel.open(got, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    BinlogName name = new BinlogName(next.life(), next.number(), read.created());
    Files.move(got, spool.resolve(name.text()), StandardCopyOption.ATOMIC_MOVE);
    FETCHED.pass();
    Files.delete(folder);
    return name;
  }

  /** A log that was begun anew comes to the same numbers again. */
  private void requireSameLog(Binlog.End end, Next next)
      throws BackupException, InterruptedException {
    BinlogName before = next.before();
    Binlog.Listed there = before == null ? null : listed(end, before.number());
    if (before != null && there != null && log.created(there.name()) != before.created()) {
      throw begunAnew(there.name());
    }
  }

  /** Where the one before is gone at the server, the transactions tell. */
  private void requireFollowing(Binlog.End end, Next next, BinlogFile read)
      throws IOException, BackupException {
    BinlogName before = next.before();
    if (before == null || listed(end, before.number()) != null) {
      return;
    }
    Path kept = spool.resolve(before.text());
    if (Files.exists(kept) && !BinlogFile.read(kept).after().equals(read.before())) {
      throw begunAnew(String.valueOf(next.number()));
    }
  }

  private static BackupException begunAnew(String file) {
    return new BackupException(
        "log-lost", "the server has begun its log anew: its file " + file + " is another one");
  }

  private static Binlog.@Nullable Listed listed(Binlog.End end, long number) {
    Optional<Binlog.Listed> found =
        end.files().stream().filter(file -> file.number() == number).findFirst();
    return found.orElse(null);
  }

  /** Remembers which file is the first that is wanted. */
  private void begin(long life, long number) throws IOException {
    Files.createDirectories(
        spool, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path file = spool.resolve(BEGUN + ".new");
    Files.writeString(file, life + " " + number);
    Files.move(
        file,
        spool.resolve(BEGUN),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Sorts after those before, whatever the clock does. */
  private long newLife() throws IOException {
    long now = log.reach().tools().timeline().instant().getEpochSecond();
    Path file = spool.resolve(BEGUN);
    boolean first = !Files.exists(file);
    return first ? now : Math.max(now, Long.parseLong(Files.readString(file).split(" ")[0]) + 1);
  }

  /** Null when it was never begun; where the folder is lost, the stored log tells. */
  private @Nullable Next next(@Nullable String stored) throws IOException {
    BinlogName known = stored == null ? null : BinlogName.of(stored);
    Path file = spool.resolve(BEGUN);
    if (!Files.exists(file)) {
      return known == null ? null : new Next(known.life(), known.number() + 1, known);
    }
    String[] begun = Files.readString(file).split(" ");
    long life = Long.parseLong(begun[0]);
    BinlogName before =
        Stream.concat(whole().stream().map(BinlogName::of), Stream.ofNullable(known))
            .filter(Objects::nonNull)
            .filter(name -> name.life() == life)
            .max(Comparator.comparingLong(BinlogName::number))
            .orElse(null);
    return before == null
        ? new Next(life, Long.parseLong(begun[1]), null)
        : new Next(life, before.number() + 1, before);
  }

  @Override
  public Tail tail() throws BackupException, InterruptedException {
    try {
      Binlog.End end = log.end();
      Next next = next(null);
      if (next == null) {
        throw new BackupException("log-interrupted", "nobody receives the log");
      }
      long waits =
          end.files().stream()
              .filter(file -> file.number() >= next.number())
              .mapToLong(Binlog.Listed::size)
              .sum();
      long position = LogReceiver.position(next.life(), end.active().number(), end.written());
      return new Tail(position, end.committed(), waits, null);
    } catch (IOException e) {
      throw new BackupException("spool-not-writable", "cannot read " + spool + ": " + e, e);
    }
  }

  @Override
  public void cut() throws BackupException, InterruptedException {
    log.cut();
  }

  @Override
  public List<String> whole() {
    return LogReceiver.names(spool, name -> BinlogName.of(name) != null);
  }

  @Override
  public Path file(String name) {
    return spool.resolve(name);
  }

  /**
   * Removes what a fetch that was cut off has left. Its program may have outlived Jigi and write
   * on: then its folder stays until the next time, and is in nobody's way.
   */
  static void sweep(Path spool) throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(spool)) {
      left = files.filter(file -> String.valueOf(file.getFileName()).startsWith(FETCH)).toList();
    }
    for (Path folder : left) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        continue;
      }
    }
  }

  @Override
  public void reset() throws BackupException, InterruptedException {
    try {
      for (String name : whole()) {
        Files.deleteIfExists(spool.resolve(name));
      }
      begin(newLife(), log.end().active().number());
    } catch (IOException e) {
      throw new BackupException("spool-not-writable", "cannot empty " + spool + ": " + e, e);
    }
  }

  /** Nothing runs between two looks. */
  @Override
  public void stop() {}
}
