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
import jigi.base.connect.wire.http2.Http2;
import jigi.base.kernel.RealTime;
import org.jspecify.annotations.Nullable;

/**
 * One exchange over a connection of its own, so that every phase is measured, the address that was
 * checked is the address that is used, and no pool hides a broken target. It is one of HTTP/1.1
 * (RFC 9112), or of HTTP/2 where the request's {@link Tls.Trust} offers {@link #SECOND}.
 */
public final class Http {
  /** What a request over HTTP/2 alone offers, so that a server without it says what it speaks. */
  public static final List<String> SECOND = List.of("h2", "http/1.1");

  private final Network network;

  public Http(Network network) {
    this.network = network;
  }

  /** Host and port as the Host header has them: without a port that goes without saying. */
  public static String host(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
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
    boolean second = request.trust().alpn().equals(SECOND);
    if (second && !secure) {
      throw WireException.fail("HTTP/2 is spoken with https only, not at " + uri);
    }
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
      return second
          ? talkSecond(tls, request, timings, deadline)
          : talk(tls.socket(), request, timings, tls.expiry(), deadline);
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

  private static Response talkSecond(
      Tls.Handshake tls, Request request, Timings before, Deadline deadline) throws WireException {
    String chosen = tls.socket().getApplicationProtocol();
    if (!SECOND.getFirst().equals(chosen)) {
      String spoken = chosen == null || chosen.isEmpty() ? "no protocol" : chosen;
      throw WireException.fail("the server does not speak HTTP/2 (it chose " + spoken + ")");
    }
    try {
      long sent = RealTime.nanos();
      Http2.Answer answer =
          Http2.exchange(
              new DeadlineInput(tls.socket(), deadline),
              tls.socket().getOutputStream(),
              HttpRequestWriter.second(request),
              request.body(),
              request.limit());
      long first = answer.firstByteNanos();
      Timings timings = new Timings(0, 0, 0, first - sent, RealTime.nanos() - first);
      return response(
          new HttpResponseReader.Head(answer.status(), "", answer.headers()),
          answer.body(),
          request.limit(),
          before.plus(timings),
          tls.expiry());
    } catch (IOException e) {
      throw WireException.of("talking to " + endpoint(request.uri()), e).sent();
    } catch (Http2.Broken e) {
      throw WireException.fail(String.valueOf(e.getMessage())).sent();
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
    Timings timings = new Timings(0, 0, 0, first - sent, RealTime.nanos() - first);
    return response(head, raw, request.limit(), before.plus(timings), expiry);
  }

  private static Response response(
      HttpResponseReader.Head head,
      byte[] raw,
      int limit,
      Timings timings,
      @Nullable Instant expiry)
      throws IOException {
    byte[] body = decoded(head, raw, limit + 1);
    boolean whole = body.length <= limit;
    return new Response(
        head.status(),
        head.reason(),
        head.headers(),
        whole ? body : java.util.Arrays.copyOf(body, limit),
        whole,
        timings,
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
