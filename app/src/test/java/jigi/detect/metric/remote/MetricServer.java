package jigi.detect.metric.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jigi.testing.Component;
import org.jspecify.annotations.Nullable;

/** A real server that keeps metrics, on a port of its own. */
public final class MetricServer implements AutoCloseable {
  /** The servers that are tested. */
  public enum Kind {
    PROMETHEUS("prometheus", "/-/ready"),
    VICTORIA("victoria-metrics", "/health");

    final String component;
    final String ready;

    Kind(String component, String ready) {
      this.component = component;
      this.ready = ready;
    }
  }

  private final Kind kind;
  private final Path folder;
  final int port;
  private @Nullable Process process;

  public MetricServer(Kind kind, Path folder) throws IOException {
    this.kind = kind;
    this.folder = Files.createDirectories(folder);
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public void start() throws IOException, InterruptedException {
    String program = Component.named(kind.component).find().orElseThrow().toString();
    List<String> command =
        switch (kind) {
          case PROMETHEUS ->
              List.of(
                  program,
                  "--config.file=" + folder.resolve("prometheus.yml"),
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.enable-remote-write-receiver",
                  "--web.listen-address=127.0.0.1:" + port);
          case VICTORIA ->
              List.of(
                  program,
                  "-storageDataPath=" + folder.resolve("data"),
                  "-search.latencyOffset=0s",
                  "-search.disableCache",
                  "-retentionPeriod=100y",
                  "-httpListenAddr=127.0.0.1:" + port);
        };
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    awaitReady();
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpRequest ready = HttpRequest.newBuilder(URI.create(url() + kind.ready)).build();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline) {
        try {
          if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          if (process != null && process.waitFor(50, TimeUnit.MILLISECONDS)) {
            throw new AssertionError(Files.readString(folder.resolve("log")));
          }
        }
      }
    }
    throw new AssertionError(
        "not ready after a minute: " + Files.readString(folder.resolve("log")));
  }

  /** Makes VictoriaMetrics show what it has taken; it else does so by and by. */
  public void flush() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/internal/force_flush")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void stop() throws InterruptedException {
    if (process != null) {
      process.destroy();
      process.waitFor(20, TimeUnit.SECONDS);
      process = null;
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }
}
