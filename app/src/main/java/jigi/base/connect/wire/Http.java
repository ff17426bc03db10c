package jigi.base.connect.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import jigi.base.kernel.RealTime;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 exchange over a connection of its own (RFC 9112), so that every phase is measured,
 * the address that was checked is the address that is used, and no pool hides a broken target.
 */
public final class Http {
  private final Network network;

  public Http(Network network) {
    this.network = network;
  }

  /**
   * What to ask.
   *
   * @param headers besides Host, Connection, User-Agent and Content-Length
   * @param limit how many bytes of the (decoded) body to read at most
   * @param trust for https
   */
  public record Request(
      String method,
      URI uri,
      Map<String, String> headers,
      byte[] body,
      int limit,
      Tls.Trust trust) {
    /** The same request for another place, as a redirect wants it. */
    public Request to(
        URI target, String newMethod, Map<String, String> newHeaders, byte[] newBody) {
      return new Request(newMethod, target, newHeaders, newBody, limit, trust);
    }
  }

  /**
   * What came back.
   *
   * @param headers names in lower case
   * @param whole false when the body is longer than the limit
   * @param certificateExpiry null without TLS
   */
  public record Response(
      int status,
      String reason,
      Map<String, List<String>> headers,
      byte[] body,
      boolean whole,
      Timings timings,
      @Nullable Instant certificateExpiry) {
    public @Nullable String header(String name) {
      List<String> values = headers.get(name.toLowerCase(java.util.Locale.ROOT));
      return values == null ? null : String.join(", ", values);
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public String statusLine() {
      return reason.isEmpty() ? String.valueOf(status) : status + " " + reason;
    }
  }

  /**
   * Asks once, without following redirects.
   *
   * @throws WireException see {@link Network#connect}; a broken answer is the target's fault
   */
  public Response exchange(Request request, AddressPolicy policy, Deadline deadline)
      throws WireException, InterruptedException {
    return exchange(request, request.uri().getHost(), port(request.uri()), policy, deadline);
  }

  /**
   * As {@link #exchange(Request, AddressPolicy, Deadline)}, with the connection made to another
   * place than the address names: the local end of a way through a host.
   */
  public Response exchange(
      Request request, String host, int at, AddressPolicy policy, Deadline deadline)
      throws WireException, InterruptedException {
    URI uri = request.uri();
    boolean secure = "https".equals(uri.getScheme());
    Network.Connection connection = network.connect(host, at, policy, deadline);
    try (Socket plain = connection.socket()) {
      if (!secure) {
        return talk(plain, request, connection.timings(), null, deadline);
      }
      Tls.Trust trust = request.trust();
      String name = trust.name() == null ? uri.getHost() : trust.name();
      Tls.Handshake tls = Tls.handshake(plain, name, port(uri), trust, deadline);
      if (tls.distrust() != null && !trust.anybody()) {
        throw WireException.fail("certificate of " + uri.getHost() + ": " + tls.distrust());
      }
      Timings timings = connection.timings().plus(new Timings(0, 0, tls.nanos(), 0, 0));
      return talk(tls.socket(), request, timings, tls.expiry(), deadline);
    } catch (IOException e) {
      throw WireException.of("talking to " + endpoint(uri), e);
    }
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }

  private static String endpoint(URI uri) {
    return uri.getHost() + ":" + port(uri);
  }

  private static Response talk(
      Socket socket, Request request, Timings before, @Nullable Instant expiry, Deadline deadline)
      throws WireException {
    try {
      HttpRequestWriter.write(request, socket.getOutputStream());
      socket.getOutputStream().flush();
      return answer(socket, request, before, expiry, deadline);
    } catch (IOException e) {
      throw WireException.of("talking to " + endpoint(request.uri()), e).sent();
    } catch (WireException e) {
      throw e.sent();
    }
  }

  private static Response answer(
      Socket socket, Request request, Timings before, @Nullable Instant expiry, Deadline deadline)
      throws IOException, WireException {
    long sent = RealTime.nanos();
    HttpResponseReader reader =
        new HttpResponseReader(new DeadlineInput(socket, deadline), request.method());
    HttpResponseReader.Head head = reader.head();
    long first = reader.firstByteNanos();
    byte[] raw = reader.body(head, request.limit() + 1);
    long end = RealTime.nanos();
    byte[] body = decoded(head, raw, request.limit() + 1);
    boolean whole = body.length <= request.limit();
    return new Response(
        head.status(),
        head.reason(),
        head.headers(),
        whole ? body : java.util.Arrays.copyOf(body, request.limit()),
        whole,
        before.plus(new Timings(0, 0, 0, first - sent, end - first)),
        expiry);
  }

  private static byte[] decoded(HttpResponseReader.Head head, byte[] raw, int limit)
      throws IOException {
    List<String> coding = head.headers().getOrDefault("content-encoding", List.of());
    if (!coding.contains("gzip") || raw.length == 0) {
      return raw;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(raw))) {
      return in.readNBytes(limit);
    }
  }
}
