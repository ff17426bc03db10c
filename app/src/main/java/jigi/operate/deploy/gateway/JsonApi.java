package jigi.operate.deploy.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.DeployException;

/** A gateway's own API, which speaks JSON over HTTP. */
public final class JsonApi {
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final int LARGEST = 4 * 1024 * 1024;
  private static final byte[] NOTHING = {};

  private final Http http;
  private final URI base;

  public JsonApi(Network network, URI base) {
    this.http = new Http(network);
    this.base = base;
  }

  /**
   * What it says.
   *
   * @throws DeployException {@code gateway-unreachable}, {@code gateway-refused}
   */
  public JsonNode get(String path) throws DeployException, InterruptedException {
    String said = ask("GET", path, NOTHING, SHORT);
    try {
      return Json.tree(said);
    } catch (UserError e) {
      throw new DeployException("gateway-refused", uri(path) + ": " + e.fact(), e);
    }
  }

  /**
   * Changes something.
   *
   * @param atMost until it has answered
   * @throws DeployException {@code gateway-unreachable}, {@code gateway-refused} with its words
   */
  public void patch(String path, Object body, Duration atMost)
      throws DeployException, InterruptedException {
    ask("PATCH", path, Json.write(body).getBytes(StandardCharsets.UTF_8), atMost);
  }

  private URI uri(String path) {
    return base.resolve(path);
  }

  private String ask(String method, String path, byte[] body, Duration atMost)
      throws DeployException, InterruptedException {
    URI uri = uri(path);
    Map<String, String> headers =
        body.length == 0 ? Map.of() : Map.of("Content-Type", "application/json");
    Http.Request request =
        new Http.Request(method, uri, headers, body, LARGEST, new Tls.Trust(null, null));
    try {
      Http.Response answer = http.exchange(request, AddressPolicy.STRICT, Deadline.in(atMost));
      if (answer.status() / 100 != 2) {
        throw new DeployException(
            "gateway-refused",
            method + " " + uri + ": " + answer.statusLine() + " " + answer.text().strip());
      }
      return answer.text();
    } catch (WireException e) {
      throw new DeployException("gateway-unreachable", e.evidence(), e);
    }
  }
}
