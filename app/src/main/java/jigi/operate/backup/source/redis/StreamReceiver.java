package jigi.operate.backup.source.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import jigi.base.connect.wire.WireException;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.LogReceiver;
import org.jspecify.annotations.Nullable;

/**
 * Receives the changes of a server as a replica does. The server remembers some of them ({@code
 * repl-backlog-size}), so that a short absence loses nothing; what it has forgotten meanwhile is a
 * loss.
 */
final class StreamReceiver implements LogReceiver {
  private static final int BUFFER = 64 * 1024;
  private static final long PATIENCE_SECONDS = 30;
  private static final int OLDEST_SERVER = 7;

  private final RedisReach reach;
  private final Path spool;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private @Nullable StreamFile file;
  private @Nullable Replication from;
  private @Nullable Thread thread;
  private @Nullable Exception broken;
  private boolean between = true;
  private boolean wanted;

  StreamReceiver(RedisReach reach, Path spool, InstantSource clock) {
    this.reach = reach;
    this.spool = spool.toAbsolutePath();
    this.clock = clock;
  }

  /** What a body does under the lock. */
  private interface Locked<T> {
    T execute() throws IOException, BackupException, InterruptedException;
  }

  /** The same without an answer. */
  private interface Work {
    void execute() throws IOException, BackupException, InterruptedException;
  }

  private void holding(Work body) throws BackupException, InterruptedException {
    locked(
        () -> {
          body.execute();
          return true;
        });
  }

  private <T> T locked(Locked<T> body) throws BackupException, InterruptedException {
    lock.lockInterruptibly();
    try {
      return body.execute();
    } catch (IOException e) {
      throw new BackupException("spool-not-writable", "cannot write to " + spool + ": " + e, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ensure(@Nullable String stored) throws BackupException, InterruptedException {
    if (isReceiving()) {
      acknowledge();
      return;
    }
    stop();
    holding(
        () -> {
          file = StreamFile.again(spool, clock);
        });
    boolean first = locked(() -> file == null && whole().isEmpty() && stored == null);
    if (first) {
      beginLife(clock.instant().getEpochSecond());
    } else {
      goOn(next());
    }
  }

  private boolean isReceiving() throws BackupException, InterruptedException {
    return locked(() -> thread != null && broken == null);
  }

  private void acknowledge() throws BackupException, InterruptedException {
    holding(
        () -> {
          StreamFile open = Objects.requireNonNull(file);
          open.flush();
          try {
            Objects.requireNonNull(from).acknowledge(open.at().offset());
          } catch (WireException e) {
            broken = e; // received again with the next look
          }
        });
  }

  /**
   * Where it goes on.
   *
   * @throws BackupException {@code log-lost} when that is not known any more
   */
  private StreamFile.Head next() throws BackupException, InterruptedException {
    return locked(
        () -> {
          StreamFile open = file;
          if (open != null) {
            return new StreamFile.Head(open.head().life(), open.head().number(), open.at());
          }
          List<String> whole = whole();
          if (whole.isEmpty()) {
            throw new BackupException(
                "log-lost", "nobody knows any more where to go on: " + spool + " is empty");
          }
          StreamName last = Objects.requireNonNull(StreamName.of(whole.getLast()));
          StreamFile.Head head = StreamFile.head(spool.resolve(whole.getLast()));
          return new StreamFile.Head(
              last.life(),
              last.number() + 1,
              new StreamPosition(head.start().server(), last.end()));
        });
  }

  private void goOn(StreamFile.Head next) throws BackupException, InterruptedException {
    Replication opened = Replication.after(reach, next.start());
    if (!opened.continues()) {
      opened.close();
      endFile();
      throw forgotten(next.start());
    }
    holding(
        () -> {
          StreamFile open = file;
          if (open != null && !opened.at().server().equals(next.start().server())) {
            // The stream has got another name, as it does when a replica takes over.
            open.end();
            file = null;
          }
          if (file == null) {
            long number = open == null ? next.number() : next.number() + 1;
            StreamFile.Head head = new StreamFile.Head(next.life(), number, opened.at());
            file = StreamFile.begin(spool, clock, head);
          }
          start(opened);
        });
  }

  /** What came before the loss is whole, and worth storing. */
  private void endFile() throws BackupException, InterruptedException {
    holding(
        () -> {
          StreamFile open = file;
          file = null;
          if (open != null) {
            open.end();
          }
        });
  }

  private BackupException forgotten(StreamPosition at)
      throws BackupException, InterruptedException {
    String size = Replication.info(reach, "replication", "repl_backlog_size");
    return new BackupException(
        "log-lost",
        "the server has forgotten what came after byte "
            + at.offset()
            + " of its changes: it was restarted, or its repl-backlog-size of "
            + size
            + " bytes is less than what changed meanwhile");
  }

  /** From the server's present on; of its snapshot nothing is wanted. */
  private void beginLife(long life) throws BackupException, InterruptedException {
    requireAbsoluteTimes();
    Replication opened = Replication.snapshot(reach, Replication.WITHOUT_KEYS);
    try {
      new Rdb(opened.bytes()).read();
      opened.endSnapshot(opened.bytes());
    } catch (IOException e) {
      opened.close();
      throw Replication.broken(e);
    }
    holding(
        () -> {
          Files.createDirectories(
              spool,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
          file = StreamFile.begin(spool, clock, new StreamFile.Head(life, 1, opened.at()));
          start(opened);
        });
  }

  /** Before 7.0 keys are told to live so many seconds, which nobody can repeat later. */
  private void requireAbsoluteTimes() throws BackupException, InterruptedException {
    String version = Replication.info(reach, "server", "redis_version");
    if (!version.matches("[0-9]+\\..*")
        || Integer.parseInt(version.substring(0, version.indexOf('.'))) < OLDEST_SERVER) {
      throw new BackupException(
          "log-refused",
          "Redis "
              + version
              + " tells its replicas for how long keys live, and not until when: its changes cannot"
              + " be repeated later; that needs 7.0 or newer, or a plan of kind redis");
    }
  }

  private void start(Replication opened) {
    from = opened;
    broken = null;
    between = true;
    thread = Thread.ofPlatform().daemon().name("changes of redis").start(() -> receive(opened));
  }

  private void receive(Replication opened) {
    try {
      InputStream in = new BufferedInputStream(opened.bytes(), BUFFER);
      Commands commands = new Commands(in);
      Sink sink = new Sink();
      while (true) {
        Commands.Piece piece = commands.next(sink);
        if (piece == null) {
          throw new IOException("the server closed the connection");
        }
        ended(piece, opened);
      }
    } catch (IOException | WireException | RuntimeException e) {
      lock.lock();
      try {
        broken = from == opened ? e : broken;
        moved.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Into the open file, in pieces, so that nobody waits for a long value under the lock. */
  private final class Sink implements Commands.Sink {
    @Override
    public void begin() throws IOException {
      lock.lock();
      try {
        between = false;
        Objects.requireNonNull(file).begin();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
      lock.lock();
      try {
        Objects.requireNonNull(file).write(bytes, length);
      } finally {
        lock.unlock();
      }
    }
  }

  private void ended(Commands.Piece piece, Replication opened) throws IOException, WireException {
    lock.lock();
    try {
      StreamFile open = Objects.requireNonNull(file);
      open.ended(piece);
      between = !open.isWithin();
      if (wanted && between) {
        next(open);
      }
      moved.signalAll();
      if (piece.text().equals("PING") || piece.text().equals("REPLCONF")) {
        open.flush();
        opened.acknowledge(open.at().offset());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the open file and begins the one after it. */
  private void next(StreamFile open) throws IOException {
    StreamPosition at = open.at();
    open.end();
    wanted = false;
    StreamFile.Head head = new StreamFile.Head(open.head().life(), open.head().number() + 1, at);
    file = StreamFile.begin(spool, clock, head);
  }

  @Override
  public Tail tail() throws BackupException, InterruptedException {
    long there = offset();
    return locked(
        () -> {
          long lag = Math.max(0, there - open().at().offset());
          long nanos = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
          while (open().at().offset() < there) {
            if (nanos <= 0) {
              throw new BackupException(
                  "log-late",
                  "the changes up to byte "
                      + there
                      + " were not received within "
                      + PATIENCE_SECONDS
                      + " s");
            }
            nanos = moved.awaitNanos(nanos);
          }
          StreamFile now = open();
          StreamFile.Head head = now.head();
          long position = LogReceiver.position(head.life(), head.number(), now.isWritten());
          return new Tail(position, between ? "changed " + now.changed() : "", lag, null);
        });
  }

  private long offset() throws BackupException, InterruptedException {
    String offset = Replication.info(reach, "replication", "master_repl_offset");
    if (!offset.matches("[0-9]{1,19}")) {
      throw new BackupException("log-interrupted", "the server does not say how far it is");
    }
    return Long.parseLong(offset);
  }

  private StreamFile open() throws BackupException {
    Exception why = broken;
    StreamFile open = file;
    if (why != null || open == null || thread == null) {
      throw new BackupException(
          "log-interrupted", "the changes are not received" + (why == null ? "" : ": " + why));
    }
    return open;
  }

  @Override
  public void cut() throws BackupException, InterruptedException {
    holding(
        () -> {
          StreamFile open = open();
          wanted = true;
          if (between) {
            next(open);
          }
        });
  }

  @Override
  public List<String> whole() {
    return LogReceiver.names(spool, name -> StreamName.of(name) != null);
  }

  @Override
  public Path file(String name) {
    return spool.resolve(name);
  }

  @Override
  public void reset() throws BackupException, InterruptedException {
    long before = lastLife();
    stop();
    holding(
        () -> {
          for (String name : whole()) {
            Files.deleteIfExists(spool.resolve(name));
          }
        });
    // Sorts after those before, whatever the clock does.
    beginLife(Math.max(clock.instant().getEpochSecond(), before + 1));
  }

  private long lastLife() throws BackupException, InterruptedException {
    return locked(
        () -> {
          StreamFile open = file;
          List<String> whole = whole();
          long stored =
              whole.isEmpty() ? 0 : Objects.requireNonNull(StreamName.of(whole.getLast())).life();
          return open == null ? stored : Math.max(stored, open.head().life());
        });
  }

  /** What comes meanwhile the server remembers, as far as it can. */
  @Override
  public void rest() throws InterruptedException {
    stop();
  }

  @Override
  public void stop() throws InterruptedException {
    Thread running;
    lock.lockInterruptibly();
    try {
      running = thread;
      Replication open = from;
      from = null;
      thread = null;
      if (open != null) {
        open.close();
      }
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.join();
    }
    lock.lockInterruptibly();
    try {
      StreamFile open = file;
      file = null;
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot end what is received in " + spool, e);
    } finally {
      lock.unlock();
    }
  }
}
