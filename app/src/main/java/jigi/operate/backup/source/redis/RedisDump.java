package jigi.operate.backup.source.redis;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import jigi.base.connect.redis.RedisSession;
import jigi.base.connect.wire.WireException;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot that the server sends to a replica, which says itself where it ends. Its keys are
 * counted as it passes. What the server said before and says after is the same where nothing
 * changed meanwhile, and then must be so in the snapshot, too.
 */
final class RedisDump implements Dump {
  private static final int BUFFER = 1024 * 1024;

  private final RedisReach reach;
  private final Replication from;
  private final Instant taken;
  private final Measured before;
  private final PipedInputStream bytes = new PipedInputStream(BUFFER);
  private final FutureTask<Map<String, String>> counting;
  private final Thread thread;

  /** The server's words at an instant. */
  private record Measured(Map<String, String> counts, Map<String, String> samples) {}

  private RedisDump(RedisReach reach, Replication from, Measured before) throws IOException {
    this.reach = reach;
    this.from = from;
    this.before = before;
    this.taken = reach.tools().timeline().instant();
    PipedOutputStream pipe = new PipedOutputStream(bytes);
    this.counting = new FutureTask<>(() -> count(from, pipe));
    this.thread = Thread.ofPlatform().name("snapshot is counted").start(counting);
  }

  static RedisDump begin(RedisReach reach) throws BackupException, InterruptedException {
    Measured before = measured(reach);
    Replication from = Replication.snapshot(reach, Replication.SNAPSHOT_ONLY);
    try {
      return new RedisDump(reach, from, before);
    } catch (IOException e) {
      from.close();
      throw BackupException.of(e);
    }
  }

  private static Measured measured(RedisReach reach) throws BackupException, InterruptedException {
    try (RedisSession session = reach.open()) {
      Map<String, String> counts = RedisContents.counts(session);
      return new Measured(counts, RedisContents.samples(session, counts));
    } catch (WireException e) {
      throw new BackupException("server-unreachable", e.evidence(), e);
    }
  }

  /** Passes on every byte that it reads. */
  private static final class Tee extends FilterInputStream {
    private final OutputStream to;

    Tee(InputStream from, OutputStream to) {
      super(from);
      this.to = to;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        to.write(b);
      }
      return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = super.in.read(target, offset, length);
      if (n > 0) {
        to.write(target, offset, n);
      }
      return n;
    }
  }

  private static Map<String, String> count(Replication from, OutputStream pipe) throws IOException {
    try (OutputStream out = new java.io.BufferedOutputStream(pipe, BUFFER)) {
      Map<String, String> facts = new TreeMap<>();
      InputStream in = new java.io.BufferedInputStream(from.bytes(), BUFFER);
      new Rdb(new Tee(in, out))
          .read()
          .forEach(
              (database, counted) -> {
                facts.put(Contents.ROWS + "db" + database, String.valueOf(counted.keys()));
                facts.put(
                    RedisContents.EXPIRING + "db" + database, String.valueOf(counted.expiring()));
              });
      from.endSnapshot(in);
      return facts;
    }
  }

  @Override
  public InputStream bytes() {
    return bytes;
  }

  @Override
  public Instant taken() {
    return taken;
  }

  @Override
  public Contents contents() throws BackupException, InterruptedException {
    Map<String, String> counted = counted();
    if (counted == null) {
      return Contents.NONE;
    }
    Measured after = measured(reach);
    if (before.counts().equals(after.counts()) && !before.counts().equals(counted)) {
      throw new BackupException(
          "dump-incomplete",
          "the snapshot has " + counted + ", and the server has " + after.counts());
    }
    Map<String, String> facts = new TreeMap<>(counted);
    before
        .samples()
        .forEach(
            (key, value) -> {
              if (value.equals(after.samples().get(key))) {
                facts.put(key, value);
              }
            });
    Map<String, String> about = new TreeMap<>(Map.of("server", "redis"));
    from.at().into(about);
    return new Contents(about, facts);
  }

  /** Null when the snapshot did not come to its end; {@link #finish} says why. */
  private @Nullable Map<String, String> counted() throws InterruptedException {
    try {
      return counting.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException) {
        return null;
      }
      throw new IllegalStateException("a snapshot could not be read", e.getCause());
    }
  }

  @Override
  public void finish() throws BackupException, InterruptedException {
    try {
      counting.get();
    } catch (ExecutionException e) {
      boolean damaged = e.getCause() instanceof Rdb.Damaged;
      throw new BackupException(
          damaged ? "dump-damaged" : "dump-failed", String.valueOf(e.getCause()), e);
    }
  }

  @Override
  public void close() {
    from.close();
    thread.interrupt();
    try {
      bytes.close();
    } catch (IOException e) {
      throw new IllegalStateException("a pipe within Jigi that cannot be closed", e);
    }
  }
}
