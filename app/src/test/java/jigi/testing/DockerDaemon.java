package jigi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real Docker daemon of the test's own, with an image {@code box:1} made of busybox. */
public final class DockerDaemon implements AutoCloseable {
  private static final List<String> APPLETS =
      List.of(
          "sh", "sleep", "cat", "echo", "kill", "true", "false", "dd", "id", "env", "head", "tr");

  private final Path folder;
  private final List<String> options;
  private Process process;

  private DockerDaemon(Path folder, List<String> options) {
    this.folder = folder;
    this.options = List.copyOf(options);
    this.process = launch();
  }

  /** Starts one, or skips the test by name where this machine does not let it run. */
  public static DockerDaemon start(String... options) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "jigi-docker");
    DockerDaemon daemon = new DockerDaemon(folder, List.of(options));
    daemon.makeImage();
    return daemon;
  }

  private Process launch() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Component.DOCKER.path().toString(),
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--host=unix://" + socket(),
                "--bridge=none",
                "--iptables=false"));
    command.addAll(options);
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      Until.so("a Docker daemon", () -> listens() || !started.isAlive(), () -> lastOfLog());
      Assumptions.assumeTrue(
          started.isAlive(), () -> "needs docker (dockerd does not start here: " + lastOfLog());
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket()));
      return docker(false, "version").code() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  private String lastOfLog() {
    try {
      return Files.readAllLines(log()).getLast();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of busybox alone, which is linked statically. */
  private void makeImage() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("image/bin"));
    Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
    }
    Path tmp = Files.createDirectories(folder.resolve("image/tmp"));
    Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.createDirectories(folder.resolve("image/etc"));
    Files.writeString(
        folder.resolve("image/etc/passwd"),
        "root:x:0:0::/:/bin/sh\napp:x:1000:1000::/tmp:/bin/sh\n");
    Path tar = image();
    run(List.of("tar", "-C", folder.resolve("image").toString(), "-cf", tar.toString(), "."), true);
    docker("import", tar.toString(), "box:1");
  }

  /** The files of the image {@code box:1} as a tar, to import under other names. */
  public Path image() {
    return folder.resolve("image.tar");
  }

  /** The socket's path. */
  public Path socket() {
    return folder.resolve("s");
  }

  /** {@code unix:///…}, as manuals write it. */
  public String address() {
    return "unix://" + socket();
  }

  /** What a command has said. */
  public record Said(int code, String text) {}

  /** The docker client's output. */
  public String docker(String... words) {
    return docker(true, words).text();
  }

  private Said docker(boolean must, String... words) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/docker", "-H", "unix://" + socket()));
    command.addAll(Arrays.asList(words));
    return run(command, must);
  }

  /** A container of the image that runs a script of busybox's shell. */
  public void run(String name, String script, String... options) {
    List<String> words = new ArrayList<>(List.of("run", "-d", "--network", "none", "--name", name));
    words.addAll(Arrays.asList(options));
    words.addAll(List.of("box:1", "/bin/sh", "-c", script));
    docker(words.toArray(String[]::new));
  }

  /** Removes all containers. */
  public void clear() {
    String all = docker("ps", "-aq");
    for (String id : all.lines().toList()) {
      docker(false, "rm", "-f", id);
    }
  }

  private static Said run(List<String> command, boolean must) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (must && code != 0) {
        throw new AssertionError(command + ": " + said);
      }
      return new Said(code, said.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the daemon as an administrator in a hurry does. */
  public void stop() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  /** Ends it in good order: its socket stays, and nobody listens. */
  public void terminate() {
    process.toHandle().destroy();
    process.toHandle().onExit().join();
  }

  public void startAgain() throws IOException {
    Files.deleteIfExists(folder.resolve("pid"));
    process = launch();
  }

  /** STOP hangs the daemon, CONT lets it go on. */
  public void signal(String name) {
    run(List.of("/bin/kill", "-" + name, String.valueOf(process.pid())), true);
  }

  @Override
  public void close() throws IOException {
    signal("CONT");
    clear();
    terminate();
    stop();
    unmount();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What a daemon that was killed has left mounted. */
  private void unmount() throws IOException {
    List<String> points =
        Files.readAllLines(Path.of("/proc/self/mounts")).stream()
            .map(line -> line.split(" ")[1])
            .filter(point -> point.startsWith(folder + "/"))
            .toList();
    for (String point : points.reversed()) {
      run(List.of("umount", "-l", point), false);
    }
  }
}
