package jigi.base.connect.docker;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.HttpLine;
import jigi.base.connect.wire.Line;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.UnixSocket;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a daemon, each time over a line of its own, in a version of the Engine API that both know
 * (docs.docker.com/reference/api/engine).
 */
public final class DockerSession implements AutoCloseable {
  private static final int LARGEST = 16 * 1024 * 1024;

  /** TLS has been agreed upon before anything is asked. */
  private static final Tls.Trust LINE_DECIDES = new Tls.Trust(null, null);

  private final Lines lines;
  private final String at;
  private final String prefix;

  /** Opens lines to the daemon, and takes down what leads there. */
  interface Lines extends AutoCloseable {
    Line open() throws WireException, InterruptedException;

    @Override
    void close();
  }

  private DockerSession(Lines lines, String at, String prefix) {
    this.lines = lines;
    this.at = at;
    this.prefix = prefix;
  }

  /**
   * A session with a daemon of this machine that no manual names.
   *
   * @throws WireException as {@link DockerConnection#open}
   */
  public static DockerSession local(Path socket, Deadline deadline)
      throws WireException, InterruptedException {
    Lines lines =
        new Lines() {
          @Override
          public Line open() throws WireException {
            return UnixSocket.connect(socket, deadline);
          }

          @Override
          public void close() {}
        };
    return agree(lines, socket.toString());
  }

  /**
   * Agrees with the daemon upon a version. Closes the lines when that fails.
   *
   * @throws TooOld when there is none
   */
  static DockerSession agree(Lines lines, String at) throws WireException, InterruptedException {
    DockerSession plain = new DockerSession(lines, at, "");
    try (HttpLine answer = plain.ask("GET", "/_ping", null)) {
      ApiVersion theirs = ApiVersion.of(answer.header("api-version"));
      if (theirs == null) {
        throw WireException.fail("what answers at " + at + " is no Docker daemon");
      }
      if (theirs.compareTo(ApiVersion.OLDEST) < 0) {
        throw WireException.fail(
            "the daemon's API is of version " + theirs + ", older than " + ApiVersion.OLDEST);
      }
      ApiVersion both = theirs.compareTo(ApiVersion.NEWEST) < 0 ? theirs : ApiVersion.NEWEST;
      return new DockerSession(lines, at, "/v" + both);
    } catch (IOException e) {
      lines.close();
      throw WireException.of("talking to " + at, e);
    } catch (WireException | InterruptedException e) {
      lines.close();
      throw e;
    }
  }

  /**
   * Reads something.
   *
   * @param path of the API without its version, with its query
   */
  public DockerReply get(String path) throws WireException, InterruptedException {
    return exchange("GET", path, null);
  }

  /**
   * Does something.
   *
   * @param json empty for none
   */
  public DockerReply post(String path, String json) throws WireException, InterruptedException {
    return exchange("POST", path, json);
  }

  /**
   * Asks for something that the daemon will ask a registry for.
   *
   * @param json null or empty for none
   * @param login for the registry, as {@code X-Registry-Auth} wants it; null for anybody
   */
  public DockerReply withRegistry(
      String method, String path, @Nullable String json, @Nullable String login)
      throws WireException, InterruptedException {
    Map<String, String> headers = new HashMap<>(headers(json));
    if (login != null) {
      headers.put("X-Registry-Auth", login);
    }
    return reply(ask(method, prefix + path, json, headers));
  }

  public DockerReply delete(String path) throws WireException, InterruptedException {
    return exchange("DELETE", path, null);
  }

  /** An answer that goes on; the caller closes it. */
  public HttpLine stream(String method, String path, @Nullable String json)
      throws WireException, InterruptedException {
    return ask(method, prefix + path, json);
  }

  private DockerReply exchange(String method, String path, @Nullable String json)
      throws WireException, InterruptedException {
    return reply(ask(method, prefix + path, json));
  }

  private DockerReply reply(HttpLine open) throws WireException {
    try (HttpLine answer = open) {
      return new DockerReply(answer.status(), answer.text(LARGEST));
    } catch (IOException e) {
      throw WireException.of("talking to " + at, e);
    }
  }

  private HttpLine ask(String method, String path, @Nullable String json)
      throws WireException, InterruptedException {
    return ask(method, path, json, headers(json));
  }

  private static Map<String, String> headers(@Nullable String json) {
    boolean empty = json == null || json.isEmpty();
    return empty ? Map.of() : Map.of("Content-Type", "application/json");
  }

  private HttpLine ask(
      String method, String path, @Nullable String json, Map<String, String> headers)
      throws WireException, InterruptedException {
    byte[] body = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);
    URI uri = URI.create("http://docker" + path);
    return HttpLine.ask(
        lines.open(),
        new Http.Request(method, uri, headers, body, LARGEST, LINE_DECIDES),
        "talking to " + at);
  }

  @Override
  public void close() {
    lines.close();
  }
}
