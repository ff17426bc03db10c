package jigi.benchmarks.side;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A server under load.
 *
 * @param token empty for a server that asks for none
 */
record Peer(String name, URI base, String token, long pid, HttpClient client) {
  private static final double TICKS_PER_SECOND = 100;

  /** User and system time of the process so far, in seconds; its resolution is 10 ms. */
  double cpu() throws IOException {
    String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** A line such as {@code VmRSS} of the process's status, in MiB. */
  double memory(String line) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
        .filter(text -> text.startsWith(line + ":"))
        .mapToDouble(text -> Double.parseDouble(text.split("\\s+")[1]) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  String get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  /** Sends a request of remote write, for the system whose rules are evaluated. */
  void write(byte[] body) throws IOException, InterruptedException {
    send(
        request("/api/v1/write?system=bench")
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          name + " " + request.uri() + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }
}
