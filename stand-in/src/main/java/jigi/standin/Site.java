package jigi.standin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Answers every path of the service. */
final class Site implements HttpHandler {
  private static final String CONTROL = "/-/fault";
  private static final int UNAVAILABLE = 503;

  private final Options options;
  private final Faults faults;
  private final Metrics metrics;
  private final Log log;
  private final Control control;
  private final Instant started = Instant.now();
  private final AtomicLong hits = new AtomicLong();

  Site(Options options, Faults faults, Metrics metrics, Log log) {
    this.options = options;
    this.faults = faults;
    this.metrics = metrics;
    this.log = log;
    this.control = new Control(faults, options.faultFile, log);
    options.counters.keySet().forEach(metrics::declare);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals(CONTROL)) {
        send(exchange, control.answer(exchange));
        return;
      }
      faults.awaitNoHang();
      if (options.metrics.equals(Optional.of(path))) {
        String text = metrics.text(options.name, options.version, log.lost());
        send(exchange, new Answer(200, Metrics.MEDIA_TYPE, text));
        return;
      }
      serve(exchange, path);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange, String path) throws IOException, InterruptedException {
    Instant at = Instant.now();
    long start = System.nanoTime();
    hits.incrementAndGet();
    byte[] posted = exchange.getRequestBody().readAllBytes();
    Answer answer = faults.distort(healthy(path));
    if (options.inbox.isPresent() && posted.length > 0 && answer.status() < 300) {
      options.inbox.get().keep(at, posted);
    }
    int bytes = send(exchange, answer);
    long nanos = System.nanoTime() - start;
    boolean known = path.equals(options.healthPath) || options.pages.containsKey(path);
    String method = exchange.getRequestMethod();
    metrics.request(method, answer.status(), known ? path : "other", nanos);
    String asked = exchange.getRequestURI().toString();
    log.access(new Log.Access(at, client(exchange), method, asked, answer.status(), bytes, nanos));
    count(path, answer);
  }

  private Answer healthy(String path) {
    if (path.equals(options.healthPath)) {
      return health();
    }
    String body = options.pages.get(path);
    if (body == null) {
      return Answer.text(404, "Not Found\n");
    }
    try {
      if (options.orders.isPresent() && options.counters.containsValue(path)) {
        options.orders.get().add(1 + (int) (hits.get() % 9));
      }
      return Answer.guessed(options.statuses.getOrDefault(path, 200), fill(body));
    } catch (SQLException e) {
      return databaseFailure(500, e);
    }
  }

  private Answer health() {
    try {
      if (options.orders.isPresent()) {
        options.orders.get().count();
      }
      int status = options.statuses.getOrDefault(options.healthPath, 200);
      return Answer.guessed(status, fill(options.healthBody));
    } catch (SQLException e) {
      return databaseFailure(UNAVAILABLE, e);
    }
  }

  private Answer databaseFailure(int status, SQLException e) {
    String message = "database: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    log.event(Log.Level.ERROR, message);
    return Answer.text(status, "ERR " + message + "\n");
  }

  private String fill(String body) throws SQLException {
    String filled = body;
    if (body.contains("{orders}")) {
      long count = options.orders.isPresent() ? options.orders.get().count() : 0;
      filled = filled.replace("{orders}", String.valueOf(count));
    }
    for (Map.Entry<String, String> placeholder : placeholders().entrySet()) {
      filled = filled.replace(placeholder.getKey(), placeholder.getValue());
    }
    return filled;
  }

  private Map<String, String> placeholders() {
    Instant now = Instant.now();
    return Map.of(
        "{now}", now.truncatedTo(ChronoUnit.SECONDS).toString(),
        "{name}", options.name,
        "{version}", options.version,
        "{hits}", String.valueOf(hits.get()),
        "{uptime}", String.valueOf(Duration.between(started, now).toSeconds()));
  }

  private void count(String path, Answer answer) {
    options.counters.forEach(
        (counter, counted) -> {
          if (counted.equals(path) && answer.status() < 400 && !answer.body().startsWith("ERR")) {
            metrics.count(counter);
          }
        });
  }

  private int send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.bytes();
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("X-Version", options.version);
    options.server.ifPresent(server -> headers.set("Server", server));
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), bodiless || body.length == 0 ? -1 : body.length);
    if (!bodiless && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    return bodiless ? 0 : body.length;
  }

  /** The address that a proxy on this machine reports, else the peer's. */
  private static String client(HttpExchange exchange) {
    List<String> forwarded =
        exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of());
    boolean local = exchange.getRemoteAddress().getAddress().isLoopbackAddress();
    return local && !forwarded.isEmpty()
        ? forwarded.getFirst().replaceAll("[^0-9A-Fa-f.:]", "")
        : exchange.getRemoteAddress().getAddress().getHostAddress();
  }
}
