package jigi.detect.probe.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.base.connect.Hosts;
import jigi.base.exec.Captured;
import jigi.base.exec.RemoteShell;
import jigi.base.exec.RemoteTarget;
import jigi.base.kernel.UserError;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;
import org.jspecify.annotations.Nullable;

/**
 * How large the logs of containers are: a daemon names their files and does not tell their size.
 */
record LogSizes(CheckContext context, @Nullable String host) {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Bytes, rotated files included; NaN, with a word on the gap, when it cannot be told. */
  double of(Inspected container, Measured measured) throws InterruptedException {
    double bytes = Double.NaN;
    String path = container.logPath();
    if (path.isEmpty()) {
      measured.gap("its log is no file of the daemon", "size");
    } else {
      bytes = bytes(path);
      if (Double.isNaN(bytes)) {
        measured.gap("Jigi's account may not read " + path, "size");
      }
    }
    measured.sample("container_log_size_bytes", bytes, "container", container.name());
    return bytes;
  }

  private double bytes(String path) throws InterruptedException {
    try {
      RemoteTarget far =
          host == null || host.equals(Hosts.LOCAL)
              ? null
              : context.tools().connections().remote(context.key().system(), host);
      return far == null ? here(Path.of(path)) : there(far, Path.of(path));
    } catch (IOException | UserError | RemoteShell.Unreachable e) {
      return Double.NaN; // the caller says so
    }
  }

  private static double here(Path path) throws IOException {
    Path folder = path.getParent();
    if (folder == null || !Files.isReadable(folder)) {
      return Double.NaN;
    }
    long bytes = 0;
    boolean any = false;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> isPart(each, path)).toList()) {
        bytes += Files.size(file);
        any = true;
      }
    }
    return any ? bytes : Double.NaN;
  }

  /** {@code x-json.log}, {@code x-json.log.1}, {@code x-json.log.2.gz}. */
  private static boolean isPart(Path file, Path log) {
    return String.valueOf(file.getFileName()).startsWith(String.valueOf(log.getFileName()));
  }

  private static double there(RemoteTarget far, Path path)
      throws RemoteShell.Unreachable, InterruptedException {
    List<String> find =
        List.of(
            "find",
            String.valueOf(path.getParent()),
            "-maxdepth",
            "1",
            "-name",
            path.getFileName() + "*",
            "-printf",
            "%s\\n");
    Captured said = far.capture(new RemoteTarget.Command(find, "root", "", Map.of(), PATIENCE));
    if (said.code() != 0 || said.stdout().isBlank()) {
      return Double.NaN;
    }
    return said.stdout().lines().mapToDouble(Double::parseDouble).sum();
  }
}
