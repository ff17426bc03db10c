package jigi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real server in the foreground, on a port of its own, that a test may treat badly. */
public final class Server implements AutoCloseable {
  private final List<String> command;
  private final Path output;
  private final int port;
  private Process process;

  private Server(List<String> command, int port, Path output) {
    this.command = List.copyOf(command);
    this.port = port;
    this.output = output;
    this.process = launch();
  }

  /** Starts it and waits until its port is open. */
  public static Server start(List<String> command, int port, Path output) {
    return new Server(command, port, output);
  }

  /**
   * A Redis on loopback.
   *
   * @param data its folder
   * @param options as on its command line
   */
  public static Server redis(int port, Path data, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Component.REDIS.path().toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                data.toString()));
    command.addAll(List.of(options));
    return start(command, port, data.resolve("log"));
  }

  public static int freePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  private Process launch() {
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
      Until.so(
          "listening", this::listens, () -> command.getFirst() + " on " + port + ", see " + output);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** As an administrator in a hurry does. */
  public void stop() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public void startAgain() {
    process = launch();
  }

  /** STOP hangs it, CONT lets it go on. */
  public void signal(String name) {
    List<ProcessHandle> all =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(process.toHandle()), process.descendants())
            .toList();
    for (ProcessHandle each : all) {
      try {
        new ProcessBuilder("/bin/kill", "-" + name, String.valueOf(each.pid())).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    stop();
  }
}
