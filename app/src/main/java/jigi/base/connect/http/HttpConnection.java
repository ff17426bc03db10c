package jigi.base.connect.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.connect.Address;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.End;
import jigi.base.connect.Opening;
import jigi.base.connect.Stage;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.ClientCertificate;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/** An HTTP service: its address, how to sign in there, and what its certificate is judged by. */
public record HttpConnection(URI base, HttpLogin login, Files files, @Nullable String on)
    implements Connection {
  private static final int NO_BODY = 1024;

  /** Files of the manual, relative to its folder. */
  record Files(@Nullable String ca, @Nullable String certificate, @Nullable Secret key) {}

  /**
   * What to ask the service.
   *
   * @param path below the base, with a query where there is one; empty for the base itself
   * @param headers besides those of the login
   * @param limit how many bytes of the answer's body to read at most
   */
  public record Ask(
      String method, String path, Map<String, String> headers, byte[] body, int limit) {
    public static Ask get(String path, int limit) {
      return new Ask("GET", path, Map.of(), new byte[0], limit);
    }
  }

  /** A service that needs no login, reached from here. */
  public static HttpConnection plain(URI base) {
    return new HttpConnection(
        base, new HttpLogin("", null, null, Map.of()), new Files(null, null, null), null);
  }

  @Override
  public String kind() {
    return "http";
  }

  @Override
  public String text() {
    return base.toString();
  }

  /** The request with the login's headers, for {@link #send}. */
  public Http.Request request(Opening opening, Ask ask) throws WireException, Secret.Missing {
    Map<String, String> headers = new LinkedHashMap<>(ask.headers());
    headers.putAll(login.headers(opening));
    return new Http.Request(
        ask.method(), below(ask.path()), headers, ask.body(), ask.limit(), trust(opening));
  }

  private Tls.Trust trust(Opening opening) throws WireException, Secret.Missing {
    Path chain = opening.file(files.certificate());
    ClientCertificate client =
        chain == null ? null : ClientCertificate.of(chain, opening.secret(files.key()));
    return new Tls.Trust(opening.file(files.ca()), client);
  }

  private URI below(String path) {
    return path.isEmpty() ? base : URI.create(base.toString().replaceFirst("/+$", "") + path);
  }

  /**
   * Sends a request to the service.
   *
   * @throws WireException FAIL when the service refuses, UNKNOWN when the fault is ours or the
   *     request is for another origin
   */
  public Http.Response send(Opening opening, Http.Request request)
      throws WireException, InterruptedException {
    if (!sameOrigin(request.uri())) {
      throw WireException.unknown(
          "redirected away from the connection, to " + request.uri().getHost());
    }
    try (End end = opening.end(address(), on, true)) {
      return new Http(opening.network())
          .exchange(request, end.host(), end.port(), AddressPolicy.STRICT, opening.deadline());
    } catch (IOException e) {
      throw new IllegalStateException("a way that cannot be taken down", e);
    }
  }

  /** Asks once, without following redirects. */
  public Http.Response exchange(Opening opening, Ask ask)
      throws WireException, Secret.Missing, InterruptedException {
    return send(opening, request(opening, ask));
  }

  private boolean sameOrigin(URI uri) {
    return base.getHost().equalsIgnoreCase(uri.getHost())
        && base.getPort() == uri.getPort()
        && base.getScheme().equals(uri.getScheme());
  }

  private boolean secure() {
    return base.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  private Address address() {
    String host = base.getHost();
    boolean literal = host.startsWith("[") && host.endsWith("]");
    int port = base.getPort() >= 0 ? base.getPort() : secure() ? 443 : 80;
    return new Address("", literal ? host.substring(1, host.length() - 1) : host, port, "");
  }

  @Override
  public ConnectionTest test(Opening opening) throws InterruptedException {
    List<Stage> stages = new ArrayList<>();
    if (opening.walk(address(), on, stages)) {
      greet(opening, stages);
    }
    return new ConnectionTest(stages);
  }

  private void greet(Opening opening, List<Stage> stages) throws InterruptedException {
    Stage.Step step = secure() ? Stage.Step.TLS : Stage.Step.LOGIN;
    try {
      Http.Response answer = exchange(opening, Ask.get("", NO_BODY));
      if (secure()) {
        stages.add(Stage.ok(Stage.Step.TLS, "the certificate is trusted"));
      }
      stages.add(login(answer));
    } catch (Secret.Missing e) {
      stages.add(
          new Stage(Stage.Step.LOGIN, Status.UNKNOWN, String.valueOf(e.getMessage()), "secret"));
    } catch (WireException e) {
      stages.add(
          new Stage(step, e.status(), e.evidence(), step == Stage.Step.TLS ? "tls" : "query"));
    }
  }

  private static Stage login(Http.Response answer) {
    boolean refused = answer.status() == 401 || answer.status() == 403 || answer.status() == 407;
    if (refused) {
      return new Stage(Stage.Step.LOGIN, Status.FAIL, answer.statusLine(), "password");
    }
    return answer.status() >= 500
        ? new Stage(Stage.Step.LOGIN, Status.FAIL, answer.statusLine(), "query")
        : Stage.ok(Stage.Step.LOGIN, "it answers " + answer.statusLine());
  }
}
