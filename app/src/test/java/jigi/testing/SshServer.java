package jigi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real sshd on a port of its own, with its own host key and an own home for whoever logs in. It
 * can be stopped, hung, and given another host key.
 */
public final class SshServer implements AutoCloseable {

  private final Path folder;
  private final int port;
  private final List<String> settings = new ArrayList<>();
  private String path = "";
  private @Nullable Process process;

  /** Makes keys; {@link #start} starts it. */
  public SshServer(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(home());
    newHostKey();
    keygen(key());
    Files.copy(folder.resolve("client.pub"), folder.resolve("authorized"));
    if ("root".equals(user())) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
  }

  /** A further line of sshd_config, from the next start on. */
  public SshServer with(String line) {
    settings.add(line);
    return this;
  }

  /** What is found there without a path. */
  public SshServer path(Path folder) {
    path = " PATH=" + folder;
    return this;
  }

  public SshServer start() throws IOException {
    List<String> lines = new ArrayList<>(settings);
    lines.addAll(
        List.of(
            "Port " + port,
            "ListenAddress 127.0.0.1",
            "HostKey " + folder.resolve("host"),
            "AuthorizedKeysFile " + folder.resolve("authorized"),
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin yes",
            "PidFile " + folder.resolve("pid"),
            "SetEnv HOME=" + home() + path));
    Path config = folder.resolve("sshd_config");
    Files.write(config, lines);
    process =
        new ProcessBuilder(Component.SSHD.path().toString(), "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    Until.so("listening", this::listens, this::log);
    return this;
  }

  private boolean listens() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the server and all of its sessions; what they started in sessions of its own lives on. */
  public void stop() {
    Process running = process;
    if (running != null) {
      Stream.concat(running.descendants().filter(SshServer::serves), Stream.of(running.toHandle()))
          .toList()
          .forEach(ProcessHandle::destroyForcibly);
      running.onExit().join();
      process = null;
    }
  }

  /** STOP or CONT for the server and its sessions. */
  public void signal(String name) throws IOException, InterruptedException {
    Process running = java.util.Objects.requireNonNull(process);
    List<String> command = new ArrayList<>(List.of("kill", "-" + name, "" + running.pid()));
    running.descendants().filter(SshServer::serves).forEach(p -> command.add("" + p.pid()));
    new ProcessBuilder(command).start().waitFor();
  }

  private static boolean serves(ProcessHandle process) {
    return process.info().command().map(c -> c.endsWith("sshd")).orElse(false);
  }

  public void newHostKey() throws IOException {
    Files.deleteIfExists(folder.resolve("host"));
    Files.deleteIfExists(folder.resolve("host.pub"));
    keygen(folder.resolve("host"));
  }

  private static void keygen(Path file) throws IOException {
    Process made =
        new ProcessBuilder(
                "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file.toString())
            .inheritIO()
            .start();
    if (made.onExit().join().exitValue() != 0) {
      throw new IOException("ssh-keygen failed");
    }
  }

  /** The line of known_hosts that trusts it. */
  public String knownHost() throws IOException {
    String[] words = Files.readString(folder.resolve("host.pub")).split(" ");
    return "[127.0.0.1]:" + port + " " + words[0] + " " + words[1] + "\n";
  }

  /** The private key that it lets in. */
  public Path key() {
    return folder.resolve("client");
  }

  public Path home() {
    return folder.resolve("home");
  }

  public int port() {
    return port;
  }

  public String user() {
    return System.getProperty("user.name");
  }

  /** {@code root@127.0.0.1:2222}. */
  public String address() {
    return user() + "@127.0.0.1:" + port;
  }

  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
