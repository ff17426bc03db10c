package jigi.standin;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Does the faults that hurt the machine and not an answer: crash, leak, a full disk. */
final class Damage implements Runnable {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final int CHUNK = 1 << 20;

  private final Faults faults;
  private final Optional<FaultFile> file;
  private final Log log;
  private boolean fromFile;
  private @Nullable Arena leaked;
  private long leakedBytes;
  private Fault.@Nullable Disk filled;

  Damage(Faults faults, Optional<FaultFile> file, Log log) {
    this.faults = faults;
    this.file = file;
    this.log = log;
  }

  /** Starts the thread that looks ten times a second what is to be broken. */
  void start() {
    Thread.ofPlatform().daemon().name("faults").start(this);
  }

  @Override
  public void run() {
    while (!Thread.interrupted()) {
      tick();
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  /** One look; also called before serving, so that a crashing start never answers. */
  synchronized void tick() {
    file.ifPresent(this::follow);
    if (faults.find(Fault.Crash.class).isPresent()) {
      log.event(Log.Level.ERROR, "fault: crash");
      Runtime.getRuntime().halt(1);
    }
    leak(faults.find(Fault.Leak.class));
    fill(faults.find(Fault.Disk.class));
  }

  /** The file rules as long as it is there; its removal heals what it had brought. */
  private void follow(FaultFile source) {
    try {
      var wanted = source.faults();
      boolean present = !wanted.isEmpty();
      if (present ? !wanted.equals(faults.active()) : fromFile) {
        faults.set(wanted);
      }
      fromFile = present;
    } catch (IOException | UsageException e) {
      log.event(Log.Level.ERROR, "fault file: " + e.getMessage());
    }
  }

  private void leak(Optional<Fault.Leak> wanted) {
    if (wanted.isEmpty()) {
      if (leaked != null) {
        leaked.close();
        leaked = null;
        leakedBytes = 0;
      }
      return;
    }
    long room = wanted.get().limit() - leakedBytes;
    long step =
        Math.min(
            room,
            wanted.get().bytesPerSecond() * TICK.toMillis() / Duration.ofSeconds(1).toMillis());
    if (step > 0) {
      leaked = leaked == null ? Arena.ofShared() : leaked;
      leaked.allocate(step).fill((byte) 1);
      leakedBytes += step;
    }
  }

  private void fill(Optional<Fault.Disk> wanted) {
    Fault.Disk now = wanted.orElse(null);
    if (Objects.equals(now, filled)) {
      return;
    }
    if (filled != null) {
      remove(filled.file());
    }
    filled = now;
    if (now != null) {
      write(now);
    }
  }

  private void write(Fault.Disk disk) {
    byte[] chunk = new byte[CHUNK];
    Arrays.fill(chunk, (byte) 'x');
    try (OutputStream out =
        Files.newOutputStream(
            disk.file(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
      for (long left = disk.size(); left > 0; left -= CHUNK) {
        out.write(chunk, 0, (int) Math.min(left, CHUNK));
      }
    } catch (IOException e) {
      log.event(Log.Level.ERROR, "No space left for " + disk.file() + ": " + e.getMessage());
    }
  }

  private void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.event(Log.Level.ERROR, "cannot remove " + path + ": " + e.getMessage());
    }
  }
}
