package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** Speaks to the server's API with the token of {@code JIGI_TOKEN} or of the data directory. */
final class ApiClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final String server;
  private final Path data;
  private final @Nullable String token;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /**
   * @param token of the caller; without one that of the data directory is read
   */
  ApiClient(String server, Path data, @Nullable String token) {
    this.server = server.replaceAll("/+$", "");
    this.data = data;
    this.token = token;
  }

  JsonNode get(String path) {
    return json(send(request(path).GET().build()));
  }

  /** An answer that is text as it is. */
  String text(String path) {
    try (InputStream answer = stream(path)) {
      return new String(answer.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw notReached(e);
    }
  }

  /**
   * A list of the answer, of a server that answers in pages all of them; one that answers something
   * else is never taken for an empty list.
   */
  JsonNode list(String path, String name) {
    JsonNode answer = get(path);
    JsonNode rows = rows(answer, path, name);
    if (answer.path("total").asInt() <= rows.size()) {
      return rows;
    }
    ArrayNode all = ((ArrayNode) rows).deepCopy();
    String next = path + (path.contains("?") ? "&" : "?") + "page=";
    for (int page = 2; all.size() < answer.path("total").asInt(); page++) {
      JsonNode more = rows(get(next + page), path, name);
      if (more.isEmpty()) {
        break;
      }
      more.forEach(all::add);
    }
    return all;
  }

  private JsonNode rows(JsonNode answer, String path, String name) {
    JsonNode rows = answer.path(name);
    if (!rows.isArray()) {
      throw new CommandFailure(
          ExitCode.NOT_REACHED,
          new UserError(
              "unexpected-answer",
              server + path + " does not answer with '" + name + "'",
              "use a command line of the server's version"));
    }
    return rows;
  }

  JsonNode post(String path, Map<String, ?> body) {
    return post(path, body, TIMEOUT);
  }

  /** What may take its time. */
  JsonNode post(String path, Map<String, ?> body, Duration patience) {
    return json(
        send(
            request(path)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                .build()));
  }

  /** Sends bytes as they are. */
  JsonNode upload(String path, byte[] bytes) {
    return json(
        send(
            request(path)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build()));
  }

  /** An answer that is read while it comes, such as a log that is being written. */
  InputStream stream(String path) {
    HttpRequest request = request(path).GET().build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() >= 400) {
        throw refused(response.statusCode(), new String(response.body().readAllBytes(), UTF_8));
      }
      return response.body();
    } catch (IOException e) {
      throw notReached(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder;
    try {
      builder = HttpRequest.newBuilder(URI.create(server + path)).timeout(TIMEOUT);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.MISUSE,
          new UserError(
              "bad-server", "not a server's URL (" + server + ")", "use http://host:port", e));
    }
    String bearer = bearer();
    return bearer == null ? builder : builder.header("Authorization", "Bearer " + bearer);
  }

  private @Nullable String bearer() {
    if (token != null && !token.isBlank()) {
      return token.strip();
    }
    Path file = data.resolve("cli.token");
    try {
      return Files.exists(file) ? Files.readString(file).strip() : null;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.MISUSE,
          new UserError(
              "token-not-readable",
              "the token file " + file + " cannot be read",
              "run as the user that runs Jigi, or set JIGI_TOKEN",
              e));
    }
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw notReached(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    if (response.statusCode() >= 400) {
      throw refused(response.statusCode(), response.body());
    }
    return response.body().isBlank() ? Json.tree("{}") : Json.tree(response.body());
  }

  private static CommandFailure refused(int status, String body) {
    ExitCode exit = status == 404 || status == 409 ? ExitCode.BAD_ANSWER : ExitCode.MISUSE;
    JsonNode error;
    try {
      error = Json.tree(body).path("error");
    } catch (UserError e) {
      error = Json.tree("{}");
    }
    if (error.isTextual()) {
      // Prometheus's API has errors of its own form.
      return new CommandFailure(
          ExitCode.MISUSE,
          new UserError("bad-query", error.asText(), "see the language of PromQL"));
    }
    return new CommandFailure(
        exit,
        new UserError(
                error.path("code").asText("http-" + status),
                error.path("fact").asText("the server answered " + status),
                error.path("hint").asText("look at the server's own output"))
            .at(error.path("place").asText(null)));
  }

  private CommandFailure notReached(IOException e) {
    return new CommandFailure(
        ExitCode.NOT_REACHED,
        new UserError(
            "server-not-reached",
            "no Jigi answers at " + server + " (" + e.getClass().getSimpleName() + ")",
            "start it with 'jigi up', or name it by --server or JIGI_SERVER",
            e));
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
