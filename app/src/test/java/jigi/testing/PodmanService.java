package jigi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Podman of the test's own that answers Docker's API on a socket, with an image {@code
 * box:1} of busybox. It is no component that tests need: where it cannot run, they are skipped.
 */
public final class PodmanService implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/podman");
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  private final Path folder;
  private final Process process;

  private PodmanService(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("containers.conf"),
        """
        [containers]
        default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
        [engine]
        runtime = "runc"
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        """);
    process =
        builder("system", "service", "--time=0", address())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  /** Starts one, or skips the test. */
  public static PodmanService start() throws IOException {
    Assumptions.assumeTrue(
        Stream.of(PROGRAM, BUSYBOX, Path.of("/usr/sbin/runc")).allMatch(Files::isExecutable),
        "needs podman, runc and busybox");
    PodmanService service =
        new PodmanService(Files.createTempDirectory(Path.of("/tmp"), "jigi-podman"));
    try {
      Until.so(
          "a Podman service",
          () -> Files.exists(service.folder.resolve("s")) || !service.process.isAlive(),
          service::log);
      Assumptions.assumeTrue(service.process.isAlive(), () -> "podman: " + service.log());
      service.makeImage();
      return service;
    } catch (RuntimeException | IOException e) {
      service.close();
      throw e;
    }
  }

  private void makeImage() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("image/bin"));
    Files.copy(BUSYBOX, bin.resolve("busybox"));
    for (String applet : List.of("sh", "sleep", "cat")) {
      Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
    }
    Files.createDirectories(folder.resolve("image/tmp"));
    Path tar = image();
    said(
        new ProcessBuilder(
            "tar", "-C", folder.resolve("image").toString(), "-cf", tar.toString(), "."));
    podman("import", tar.toString(), "localhost/box:1");
  }

  /** The files of the image {@code box:1} as a tar, to import under other names. */
  public Path image() {
    return folder.resolve("image.tar");
  }

  /** {@code unix:///…}, as manuals write it. */
  public String address() {
    return "unix://" + folder.resolve("s");
  }

  /** The client's output. */
  public String podman(String... words) {
    return said(builder(words));
  }

  /** A container that runs a script of busybox's shell. */
  public void run(String name, String script) {
    podman(
        "run",
        "-d",
        "--network",
        "none",
        "--name",
        name,
        "localhost/box:1",
        "/bin/sh",
        "-c",
        script);
  }

  private ProcessBuilder builder(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAM.toString(),
                "--root=" + folder.resolve("root"),
                "--runroot=" + folder.resolve("run"),
                "--storage-driver=vfs"));
    command.addAll(Arrays.asList(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CONTAINERS_CONF", folder.resolve("containers.conf").toString());
    return builder;
  }

  private static String said(ProcessBuilder builder) {
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(builder.command() + ": " + said);
      }
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      podman("rm", "-a", "-f", "-t", "0");
    }
    process.destroy();
    process.onExit().join();
    said(new ProcessBuilder("rm", "-rf", "--", folder.toString()));
  }
}
