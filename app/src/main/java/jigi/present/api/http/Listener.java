package jigi.present.api.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import jigi.base.kernel.UserError;

/**
 * The listening socket; a virtual thread per request. It listens before there is a house to answer,
 * so that who asks too early is told to wait.
 */
public final class Listener implements AutoCloseable {
  private static final long LARGEST_BODY = 8L << 20;

  /**
   * A connection is ended from time to time: what a reader of the server has consumed hangs
   * together in a chain, and once a link of it has grown old, a garbage collector keeps all that
   * follows.
   */
  private static final long END_AFTER_BYTES = 8L << 20;

  private final AtomicLong received = new AtomicLong();
  private final WebServer server;
  private volatile Serving serving;

  /**
   * Listens.
   *
   * @param port 0 picks a free one
   * @param first answers until somebody else {@link #serve serves}
   * @throws UserError {@code port-taken}
   */
  public Listener(String bind, int port, Answerer first, InstantSource clock) {
    this.serving = new Serving(first, clock);
    this.server =
        WebServer.builder()
            .host(bind)
            .port(port)
            .shutdownHook(false)
            .maxPayloadSize(LARGEST_BODY)
            .contentEncoding(
                ContentEncodingContext.builder().addContentEncoding(new Snappy()).build())
            // Prometheus's clients send match[]= with its brackets as they are.
            .addProtocol(Http1Config.builder().validatePrologue(false).build())
            .shutdownGracePeriod(Duration.ofMillis(300))
            .routing(routing -> routing.any(this::handle))
            .build();
    try {
      server.start();
    } catch (RuntimeException e) {
      server.stop();
      throw refused(bind, port, e);
    }
  }

  /** From the next request on. */
  public void serve(Answerer next, InstantSource clock) {
    serving = new Serving(next, clock);
  }

  private record Serving(Answerer answerer, InstantSource clock) {}

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static RuntimeException refused(String bind, int port, RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return new UserError(
            "port-taken",
            "cannot listen on " + bind + ":" + port + " (" + cause.getMessage() + ")",
            "stop the other program, or choose another port: --port 0 picks a free one",
            e);
      }
    }
    return e;
  }

  private void handle(ServerRequest request, ServerResponse response) {
    Serving now = serving;
    Exchange exchange = new Exchange(wire(request, now.clock().instant()));
    long length = exchange.body().length;
    long before = received.getAndAdd(length);
    if (before / END_AFTER_BYTES != (before + length) / END_AFTER_BYTES) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    send(exchange, now.answerer().answer(exchange), response);
  }

  private static Exchange.Wire wire(ServerRequest request, Instant at) {
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.get()));
    request.headers().first(HeaderNames.COOKIE).ifPresent(c -> headers.put("cookie", c));
    headers.putIfAbsent("host", request.authority());
    byte[] body = request.content().hasEntity() ? body(request) : new byte[0];
    String path = request.path().path();
    return new Exchange.Wire(
        request.prologue().method().text(),
        path,
        request.query().rawValue(),
        headers,
        body,
        request.remotePeer().host(),
        request.isSecure(),
        at);
  }

  /** Read into one array where the length is known: large bodies come often and grow dearly. */
  private static byte[] body(ServerRequest request) {
    OptionalLong length = request.headers().contentLength();
    if (length.isEmpty() || length.getAsLong() > LARGEST_BODY) {
      return request.content().as(byte[].class);
    }
    byte[] body = new byte[(int) length.getAsLong()];
    try (InputStream in = request.content().inputStream()) {
      if (in.readNBytes(body, 0, body.length) < body.length) {
        throw new EOFException("the body ends before its Content-Length");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return body;
  }

  private static void send(Exchange exchange, Reply reply, ServerResponse response) {
    for (Reply.Header header : SecurityHeaders.of(exchange.secure())) {
      response.header(header.name(), header.value());
    }
    switch (reply) {
      case Reply.Content content -> send(exchange, content, response);
      case Reply.Stream stream -> stream(stream, response);
    }
  }

  private static void send(Exchange exchange, Reply.Content content, ServerResponse response) {
    response.status(content.status());
    response.header("Content-Type", content.type());
    boolean cached = false;
    boolean encoded = false;
    for (Reply.Header header : content.headers()) {
      response.headers().add(HeaderValues.create(header.name(), header.value()));
      cached |= header.name().equals("Cache-Control");
      encoded |= header.name().equals("Content-Encoding");
    }
    if (!cached) {
      response.header("Cache-Control", "no-store");
    }
    byte[] body = content.body();
    String accepts = exchange.header("accept-encoding");
    if (!encoded
        && body.length >= Gzip.WORTH_BYTES
        && accepts != null
        && accepts.contains("gzip")) {
      body = Gzip.of(body);
      response.header("Content-Encoding", "gzip");
      response.header("Vary", "Accept-Encoding");
    }
    if (exchange.method().equals("HEAD") || body.length == 0) {
      response.send();
    } else {
      response.send(body);
    }
  }

  private static void stream(Reply.Stream stream, ServerResponse response) {
    response.header("Content-Type", stream.type());
    response.header("Cache-Control", "no-store");
    try (OutputStream out = response.outputStream()) {
      stream.writer().write(out);
    } catch (IOException | UncheckedIOException e) {
      // The reader has gone: that is how a live stream ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
