package jigi.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real nginx that shows a certificate on a port of loopback. */
public final class TlsNginx implements AutoCloseable {

  private final Path folder;
  private final Process process;

  private TlsNginx(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * @param folder for its configuration and logs; relative paths count from there
   */
  public static TlsNginx start(Path folder, int port, String certificate, String key)
      throws IOException {
    return start(folder, port, "ssl", certificate, key);
  }

  /**
   * @param flags behind the port: {@code ssl http2}
   */
  public static TlsNginx start(Path folder, int port, String flags, String certificate, String key)
      throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        pid nginx.pid;
        error_log logs/error.log;
        events {}
        http {
          access_log off;
          server {
            listen 127.0.0.1:%d %s;
            ssl_certificate %s;
            ssl_certificate_key %s;
          }
        }
        """
            .formatted(port, flags, certificate, key));
    TlsNginx nginx = new TlsNginx(folder, new ProcessBuilder(command(folder)).inheritIO().start());
    Until.so("nginx listens", () -> listens(port), () -> "port " + port);
    return nginx;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> command(Path folder) {
    return List.of(
        Component.NGINX.path().toString(),
        "-p",
        folder.toString(),
        "-e",
        folder.resolve("logs/first.log").toString(),
        "-c",
        folder.resolve("nginx.conf").toString());
  }

  /** Lets it read its files again. */
  public void reload() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(command(folder));
    words.addAll(List.of("-s", "reload"));
    if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
      throw new IOException("nginx does not reload");
    }
  }

  /** STOP hangs it with its workers, CONT lets them go on. */
  public void signal(String name) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("/bin/kill", "-" + name));
    process.descendants().forEach(worker -> words.add(String.valueOf(worker.pid())));
    words.add(String.valueOf(process.pid()));
    if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
      throw new IOException("nginx takes no " + name);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
