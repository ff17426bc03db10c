package jigi.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jigi.base.kernel.Json;
import org.jspecify.annotations.Nullable;

/** The packaged Jigi as a process of its own, started by the launcher and asked over HTTP. */
public final class RunningJigi implements AutoCloseable {

  /**
   * How it is started.
   *
   * @param port to listen on
   * @param data the data directory
   * @param home in place of the user's own, so that attempts lie there
   * @param arguments after {@code jigi up}
   * @param environment beside {@code PATH}
   */
  public record Setup(
      int port, Path data, Path home, List<String> arguments, Map<String, String> environment) {
    public Setup {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  private final Setup setup;
  private final Process process;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable String token;

  private RunningJigi(Setup setup, Process process, Path log) {
    this.setup = setup;
    this.process = process;
    this.log = log;
  }

  /** Starts the process and returns at once. */
  public static RunningJigi launch(Setup setup) {
    List<String> words = new ArrayList<>();
    words.add(Component.root().resolve("jigi").toString());
    words.add("up");
    words.addAll(setup.arguments());
    words.addAll(List.of("--port", String.valueOf(setup.port())));
    words.addAll(List.of("--data", setup.data().toString(), "--json"));
    try {
      Path log = setup.data().resolveSibling(setup.data().getFileName() + ".log");
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().clear();
      builder.environment().put("PATH", System.getenv("PATH"));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("JIGI_NO_BUILD", "1");
      // What lives for seconds earns nothing by the optimizing compiler.
      String options = "-XX:TieredStopAtLevel=1 -Duser.home=" + setup.home();
      builder.environment().put("JIGI_JAVA_OPTS", options);
      builder.environment().putAll(setup.environment());
      builder
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      return new RunningJigi(setup, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it and waits until it can take on work. */
  public static RunningJigi start(Setup setup) {
    RunningJigi jigi = launch(setup);
    try {
      jigi.awaitReady();
    } catch (AssertionError e) {
      jigi.kill();
      throw e;
    }
    return jigi;
  }

  /** Waits until it can take on work. */
  public void awaitReady() {
    Until.so("ready", this::isReady, this::log);
  }

  /** Whether it takes on work; fails when the process has ended. */
  public boolean isReady() {
    if (!process.isAlive()) {
      throw new AssertionError("ended with " + process.exitValue() + ": " + log());
    }
    try {
      return send(HttpRequest.newBuilder(uri("/-/ready")).build()).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end of the process. */
  public int awaitEnd() {
    try {
      if (!process.waitFor(Until.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still runs after " + Until.PATIENCE.toSeconds() + " s: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** As {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** STOP hangs it, CONT lets it go on. */
  public void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it printed. */
  public String log() {
    try {
      String text = Files.readString(log);
      return text.substring(Math.max(0, text.length() - 8000));
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }

  /** The one-time link that the first start printed. */
  public String firstLink() {
    return log()
        .lines()
        .filter(line -> line.startsWith("{") && line.contains("\"link\""))
        .map(line -> Json.tree(line).path("link").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no link: " + log()));
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + setup.port() + path);
  }

  /** What the API answers to a GET, signed in by the command line's token. */
  public JsonNode get(String path) {
    return answer(authorised(path).GET().build());
  }

  /** How it answers to a GET without being signed in. */
  public int status(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build()).statusCode();
  }

  /** What somebody gets who is not signed in. */
  public String open(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build()).body();
  }

  /** The text of a page, in the language of the house. */
  public String page(String path) {
    return send(authorised(path).header("Accept", "text/html").GET().build()).body();
  }

  /** What the API answers to a POST. */
  public JsonNode post(String path, Map<String, ?> body) {
    return answer(
        authorised(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build());
  }

  /** Sends samples by remote write: a request of snappy and protobuf. */
  public void write(byte[] samples) {
    answer(
        authorised("/api/v1/write")
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .POST(HttpRequest.BodyPublishers.ofByteArray(samples))
            .build());
  }

  private HttpRequest.Builder authorised(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token());
  }

  private String token() {
    String known = token;
    if (known == null) {
      try {
        known = Files.readString(setup.data().resolve("cli.token")).strip();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      token = known;
    }
    return known;
  }

  private JsonNode answer(HttpRequest request) {
    HttpResponse<String> response = send(request);
    if (response.statusCode() >= 300) {
      throw new AssertionError(
          request.uri() + " answers " + response.statusCode() + ": " + response.body());
    }
    return response.body().isEmpty() ? Json.toTree(Map.of()) : Json.tree(response.body());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it if it still runs. */
  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
