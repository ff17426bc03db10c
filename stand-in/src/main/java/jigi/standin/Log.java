package jigi.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The service's log files. Each line opens its file anew, so that rotation by rename needs no
 * signal; a line that cannot be written is counted and does not fail the request.
 */
final class Log {
  /** A log file and how its lines look. */
  record Target(Path file, LogFormat format) {}

  /** How serious an event is. */
  enum Level {
    INFO,
    WARN,
    ERROR
  }

  /** One answered request: the client's address, times in nanoseconds, sizes in bytes. */
  record Access(
      Instant at, String client, String method, String path, int status, int bytes, long nanos) {
    Level level() {
      return status >= 500 ? Level.ERROR : status >= 400 ? Level.WARN : Level.INFO;
    }

    long millis() {
      return nanos / 1_000_000;
    }
  }

  private final String name;
  private final List<Target> targets;
  private final AtomicLong lost = new AtomicLong();

  Log(String name, List<Target> targets) {
    this.name = name;
    this.targets = List.copyOf(targets);
  }

  /** Lines that could not be written since the start. */
  long lost() {
    return lost.get();
  }

  void event(Level level, String message) {
    Instant now = Instant.now();
    targets.forEach(
        target ->
            target.format().event(name, now, level, message).ifPresent(l -> write(target, l)));
  }

  void access(Access access) {
    targets.forEach(target -> write(target, target.format().access(name, access)));
  }

  private synchronized void write(Target target, String line) {
    try {
      Files.writeString(
          target.file(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      lost.incrementAndGet();
    }
  }
}
