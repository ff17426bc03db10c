package jigi.operate.backup.source.redis;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.exec.Captured;
import jigi.base.kernel.CrashPoint;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous.Recovery;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.Point;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot and the changes after it as the folder of an append-only file in several parts, with
 * which a Redis server of Jigi's own begins. Where a folder is wanted, it gets its name after the
 * server was stopped.
 */
final class RedisLogLanding implements Landing {
  private static final String FOLDER = "appendonlydir";
  private static final String BASE = "appendonly.aof.1.base.rdb";
  private static final String CHANGES = "appendonly.aof.1.incr.aof";
  private static final String MANIFEST = "appendonly.aof.manifest";
  private static final int BUFFER = 64 * 1024;
  private static final CrashPoint REPLAYED = CrashPoint.named("backup.redis-replayed");
  private static final CrashPoint COPIED = CrashPoint.named("backup.redis-copied");

  private final Recovery wanted;
  private final @Nullable Path growing;
  private final SourceTools tools;
  private final RedisScratch scratch;
  private final Path parts;

  private RedisLogLanding(
      Recovery wanted, @Nullable Path growing, SourceTools tools, RedisScratch scratch) {
    this.wanted = wanted;
    this.growing = growing;
    this.tools = tools;
    this.scratch = scratch;
    this.parts = scratch.folder().resolve(FOLDER);
  }

  static RedisLogLanding open(Recovery wanted, SourceTools tools) throws BackupException {
    return new RedisLogLanding(
        wanted, wanted.growing(), tools, new RedisScratch(RedisLogSource.KIND, wanted.id(), tools));
  }

  @Override
  public String where() {
    return wanted.where();
  }

  @Override
  public boolean isMeasuredInstant() {
    return wanted.point() == null;
  }

  @Override
  public void restore(Contents contents, InputStream bytes)
      throws BackupException, InterruptedException {
    try {
      Files.createDirectory(parts);
    } catch (IOException e) {
      throw BackupException.restoring(e);
    }
    RedisScratch.write(bytes, parts.resolve(BASE));
  }

  @Override
  public void complete() throws BackupException, InterruptedException {
    try {
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(parts.resolve(CHANGES)), BUFFER)) {
        Point point = wanted.point();
        if (point != null) {
          new Replay(point, out).write();
        }
      }
      Files.writeString(
          parts.resolve(MANIFEST),
          "file " + BASE + " seq 1 type b\nfile " + CHANGES + " seq 1 type i\n");
    } catch (IOException e) {
      throw BackupException.restoring(e);
    }
    scratch.begin(
        "appendonly yes",
        "appendfilename appendonly.aof",
        "appenddirname " + FOLDER,
        "aof-load-truncated no",
        "auto-aof-rewrite-percentage 0");
    REPLAYED.pass();
  }

  /** The changes from the snapshot to the point. */
  private final class Replay {
    private final Point point;
    private final OutputStream out;
    private final long from;
    private final Path fetched = scratch.folder().resolve("fetched");
    private boolean reached;

    Replay(Point point, OutputStream out) {
      this.point = point;
      this.out = out;
      this.from = Objects.requireNonNull(StreamPosition.of(wanted.backup())).offset();
    }

    void write() throws IOException, BackupException, InterruptedException {
      reached = point instanceof Point.Position at && StreamPosition.of(at).offset() <= from;
      for (String name : wanted.logs().names()) {
        if (!reached) {
          wanted.logs().fetch(name, fetched);
          write(Objects.requireNonNull(StreamName.of(name)));
          Files.delete(fetched);
        }
      }
      // A time behind the last change is reached where nothing is known to be missing.
      boolean open = point instanceof Point.Time && !wanted.logs().gapFollows();
      if (!reached && !open) {
        throw new BackupException(
            "point-not-reached", "the stored log ends before that point: " + point.text());
      }
    }

    private void write(StreamName name) throws IOException, InterruptedException {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(fetched), BUFFER)) {
        Commands commands = new Commands(in);
        long offset = name.start();
        while (!reached) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          // Those before the snapshot are in it.
          Commands.Piece piece = commands.next(offset >= from ? Commands.to(out) : Commands.none());
          if (piece == null) {
            return;
          }
          offset += piece.bytes();
          reached = piece.isNote() ? isBehind(piece.text()) : isAt(offset);
          if (piece.text().startsWith(StreamFile.TIME) && !reached) {
            out.write((piece.text() + "\r\n").getBytes(StandardCharsets.US_ASCII));
          }
        }
      }
    }

    private boolean isBehind(String note) throws IOException {
      return point instanceof Point.Time time
          && note.startsWith(StreamFile.TIME)
          && StreamFile.second(note) >= time.at().getEpochSecond();
    }

    private boolean isAt(long offset) {
      return point instanceof Point.Position at && StreamPosition.of(at).offset() <= offset;
    }
  }

  @Override
  public Contents contents(Contents manifest) throws BackupException, InterruptedException {
    return scratch.contents(manifest);
  }

  @Override
  public String ask(String question) throws BackupException, InterruptedException {
    return scratch.ask(question);
  }

  @Override
  public List<String> notes() {
    return wanted.folder() == null
        ? List.of()
        : List.of(
            "give the folder to the server's account, put it in the place of its appendonlydir,"
                + " and start it with appendonly yes");
  }

  @Override
  public void keep() throws BackupException, InterruptedException {
    Path folder = wanted.folder();
    Path copy = growing;
    if (folder == null || copy == null) {
      return;
    }
    scratch.stop();
    try {
      // What a killed restore has left would have this one copied into it.
      execute("rm", "-rf", "--", copy.toString());
      execute("cp", "-r", "--", parts.toString(), copy.toString());
      COPIED.pass();
      Files.move(copy, folder);
    } catch (IOException e) {
      throw BackupException.restoring(e);
    }
  }

  private void execute(String... command) throws IOException, InterruptedException {
    Captured end = tools.exec().capture(List.of(command), tools.timeout(), Map.of());
    if (end.code() != 0) {
      throw new IOException(end.stderr().strip());
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
