package jigi.operate.backup.source.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jigi.base.config.Secret;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.TlsMode;
import jigi.base.connect.redis.RedisConnection;
import jigi.base.connect.redis.RedisSession;
import jigi.base.connect.redis.Reply;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Captured;
import jigi.base.exec.Piped;
import jigi.base.kernel.Ids;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Feed;
import jigi.operate.backup.source.ScratchFolder;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server of Jigi's own on loopback, that begins with what lies in its folder. It is a
 * replica of nobody, so that keys whose time is over stay as they are.
 */
final class RedisScratch implements AutoCloseable {
  private static final int TRIES = 5;
  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final int CHUNK = 64 * 1024;

  private final ScratchFolder folder;
  private final SourceTools tools;
  private final String password = Ids.secret(16);
  private int port;
  private @Nullable Piped server;

  /**
   * @param kind of source, by which one that outlived Jigi is found again
   */
  RedisScratch(String kind, String id, SourceTools tools) throws BackupException {
    this.tools = tools;
    try {
      this.folder = ScratchFolder.make(kind, id, null, tools);
    } catch (IOException e) {
      throw new BackupException("scratch-failed", "no scratch folder: " + e.getMessage(), e);
    }
  }

  Path folder() {
    return folder.path();
  }

  /** Writes a file before the server begins. */
  static void write(InputStream bytes, Path file) throws BackupException, InterruptedException {
    byte[] buffer = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = Feed.next(bytes, buffer); n >= 0; n = Feed.next(bytes, buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw BackupException.restoring(e);
    }
  }

  /**
   * Begins it. A port that is free now may be taken the next moment.
   *
   * @param settings lines that say what it begins with
   */
  void begin(String... settings) throws BackupException, InterruptedException {
    String program = RedisReach.find("redis-server", "valkey-server");
    try {
      for (int i = 1; ; i++) {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
          port = free.getLocalPort();
        }
        Path file = folder.path().resolve("redis.conf");
        Files.writeString(file, settings(settings));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Piped started = tools.exec().pipe(List.of(program, file.toString()), Map.of(), false);
        server = started;
        if (answers(started)) {
          return;
        }
        Captured end = started.await(SHORT);
        if (i == TRIES) {
          throw new BackupException("restore-failed", Feed.said("redis-server", end) + lastWords());
        }
      }
    } catch (IOException e) {
      throw new BackupException("scratch-failed", "no scratch server: " + e.getMessage(), e);
    }
  }

  private String settings(String... more) {
    List<String> own =
        List.of(
            "port " + port,
            "bind 127.0.0.1",
            "dir " + folder.path(),
            "pidfile " + folder.pid(),
            "logfile " + folder.path().resolve("log"),
            "requirepass " + password,
            "save \"\"",
            "databases 10000",
            "replicaof 127.0.0.1 1");
    return String.join("\n", Stream.concat(own.stream(), Stream.of(more)).toList()) + "\n";
  }

  private String lastWords() throws IOException {
    Path log = folder.path().resolve("log");
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return ": " + String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  /** While it loads it says so, and is waited for. */
  private boolean answers(Piped started) throws InterruptedException {
    do {
      try (RedisSession session = reach().open()) {
        if (session.command("PING") instanceof Reply.Text) {
          return true;
        }
      } catch (BackupException | WireException e) {
        continue; // it does not listen yet, or has ended
      }
    } while (!started.ends(Duration.ofMillis(100)));
    return false;
  }

  private RedisReach reach() {
    Address at = new Address("", "127.0.0.1", port, "");
    Access access = new Access(new Secret(Secret.Source.FILE, "scratch"), TlsMode.OFF, null, null);
    return new RedisReach(new RedisConnection(at, access), tools, _ -> password);
  }

  Contents contents(Contents wanted) throws BackupException, InterruptedException {
    try (RedisSession session = reach().open()) {
      Map<String, String> counts = RedisContents.counts(session);
      Map<String, String> facts = new TreeMap<>(counts);
      facts.putAll(RedisContents.samples(session, counts, wanted));
      return new Contents(Map.of(), facts);
    } catch (WireException e) {
      throw new BackupException("restore-failed", e.evidence(), e);
    }
  }

  /** A command of Redis that reads. */
  String ask(String question) throws BackupException, InterruptedException {
    try (RedisSession session = reach().open()) {
      return RedisContents.text(session.command(List.of(question.strip().split("\\s+"))));
    } catch (WireException e) {
      throw new BackupException("question-failed", e.evidence(), e);
    }
  }

  /** Stops the server; its folder stays. */
  void stop() {
    Piped running = server;
    server = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public void close() {
    stop();
    folder.remove();
  }
}
