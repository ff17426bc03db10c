package jigi.detect.metric.remote;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;

/** The way to the server. */
final class Wire implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final RemoteSettings settings;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /** What the server said. */
  record Answer(int status, String body) {}

  Wire(RemoteSettings settings) {
    this.settings = settings;
  }

  /** Sends a packed message of remote write. */
  Answer write(byte[] packed, Duration timeout) throws IOException, InterruptedException {
    return send(
        request(settings.write(), timeout)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(packed)));
  }

  /** Posts a form to a path of the API, so that long expressions fit. */
  Answer ask(String path, String form, Duration timeout) throws IOException, InterruptedException {
    return send(
        request(URI.create(settings.base() + "/api/v1/" + path), timeout)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  /** Gets what cannot be asked by a form. */
  Answer get(String path, String query, Duration timeout) throws IOException, InterruptedException {
    return send(request(URI.create(settings.base() + "/api/v1/" + path + "?" + query), timeout));
  }

  private HttpRequest.Builder request(URI uri, Duration timeout) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(timeout).header("User-Agent", "jigi");
    Path token = settings.token();
    return token == null
        ? request
        : request.header("Authorization", "Bearer " + Files.readString(token).strip());
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
