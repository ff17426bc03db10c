package jigi.operate.deploy.gateway.nginx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jigi.operate.deploy.DeployException;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a running nginx, by {@code /proc}: they say in their titles whether they take
 * requests or only finish what they have.
 */
record Workers(List<Worker> all) {
  private static final Path PROC = Path.of("/proc");

  /** Linux counts start times in hundredths of seconds since the boot. */
  private static final long TICK_MILLIS = 10;

  private static final int START_TIME = 19;

  /**
   * One worker.
   *
   * @param sinceBoot when it was started
   */
  record Worker(long pid, boolean leaving, Duration sinceBoot) {}

  Workers {
    all = List.copyOf(all);
  }

  /**
   * @throws DeployException {@code gateway-unreachable} when nginx does not run
   */
  static Workers of(Path pidFile) throws DeployException {
    try {
      long master = Long.parseLong(Files.readString(pidFile).strip());
      ProcessHandle handle = ProcessHandle.of(master).orElse(null);
      if (handle == null || !title(master).startsWith("nginx: master")) {
        throw new DeployException(
            "gateway-unreachable", "nginx does not run (" + pidFile + " names " + master + ")");
      }
      List<Worker> found = new ArrayList<>();
      for (ProcessHandle child : handle.children().toList()) {
        Worker worker = worker(child.pid());
        if (worker != null) {
          found.add(worker);
        }
      }
      return new Workers(found);
    } catch (NoSuchFileException e) {
      throw new DeployException(
          "gateway-unreachable", "nginx does not run (no file " + pidFile + ")", e);
    } catch (IOException | NumberFormatException e) {
      throw new DeployException(
          "gateway-unreachable", "reading " + pidFile + ": " + e.getMessage(), e);
    }
  }

  /** Null for what is no worker, or has just ended. */
  private static @Nullable Worker worker(long pid) throws IOException {
    try {
      String title = title(pid);
      if (!title.startsWith("nginx: worker process")) {
        return null;
      }
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(rest[START_TIME]);
      return new Worker(
          pid, title.contains("shutting down"), Duration.ofMillis(ticks * TICK_MILLIS));
    } catch (NoSuchFileException gone) {
      return null;
    } catch (IOException e) {
      if (Files.exists(PROC.resolve(String.valueOf(pid)))) {
        throw e;
      }
      return null;
    }
  }

  private static String title(long pid) throws IOException {
    byte[] words = Files.readAllBytes(PROC.resolve(pid + "/cmdline"));
    return new String(words, StandardCharsets.UTF_8).replace('\0', ' ');
  }

  /** Those that take requests. */
  List<Worker> taking() {
    return all.stream().filter(worker -> !worker.leaving()).toList();
  }

  long leaving() {
    return all.stream().filter(Worker::leaving).count();
  }

  Set<Long> pids() {
    return all.stream().map(Worker::pid).collect(Collectors.toSet());
  }

  /** Whether all that take requests were started after that. */
  boolean startedAfter(Instant instant, Instant now) throws IOException {
    String uptime = Files.readString(PROC.resolve("uptime"));
    double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
    Instant boot = now.minusMillis(Math.round(seconds * 1000));
    return !taking().isEmpty()
        && taking().stream().noneMatch(each -> boot.plus(each.sinceBoot()).isBefore(instant));
  }
}
