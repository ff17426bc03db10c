package jigi.operate.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Clients that reuse connections: GETs, POSTs and requests of two seconds. The client repeats a GET
 * on a stale connection by itself, and never a POST.
 */
final class Load implements AutoCloseable {
  private static final int LONGEST_MILLIS = 10_000;

  private final String base;
  private final List<Thread> threads = new ArrayList<>();
  private final List<HttpClient> clients = new ArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<String, Integer> bad = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> broken = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> versions = new ConcurrentSkipListMap<>();
  private volatile AtomicIntegerArray millis = new AtomicIntegerArray(LONGEST_MILLIS);
  private volatile boolean closed;

  Load(int port, int clients) {
    this(port, clients, Duration.ofMillis(20));
  }

  /**
   * @param clients so many of each that send GETs and POSTs
   * @param pace of each, from one request to the next; one that takes longer is waited for
   */
  Load(int port, int clients, Duration pace) {
    base = "http://127.0.0.1:" + port;
    for (int i = 0; i < clients; i++) {
      start("GET", "/", pace);
      start("POST", "/orders", pace);
    }
    start("GET", "/slow", Duration.ofMillis(10));
    start("POST", "/slow", Duration.ofMillis(10));
    start("POST", "/slow", Duration.ofMillis(2300));
  }

  private void start(String method, String path, Duration pace) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    clients.add(client);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(
                method,
                method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString("order"))
            .build();
    threads.add(Thread.ofVirtual().start(() -> go(client, request, pace)));
  }

  private void go(HttpClient client, HttpRequest request, Duration pace) {
    long next = System.nanoTime();
    while (!closed) {
      try {
        Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        long begun = System.nanoTime();
        next = begun + pace.toNanos();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (!request.uri().getPath().equals("/slow")) {
          long took = (System.nanoTime() - begun) / 1_000_000;
          millis.incrementAndGet((int) Math.min(took, LONGEST_MILLIS - 1));
        }
        answered.incrementAndGet();
        versions.merge(response.body(), 1, Integer::sum);
        if (response.statusCode() != 200) {
          bad.merge(request.method() + " " + response.statusCode(), 1, Integer::sum);
        }
      } catch (IOException e) {
        if (!closed) {
          broken.merge(request.method() + " " + e.getMessage(), 1, Integer::sum);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** The 99th percentile of the quick requests since this was asked last, in milliseconds. */
  int p99() {
    AtomicIntegerArray counted = millis;
    millis = new AtomicIntegerArray(LONGEST_MILLIS);
    long all = 0;
    for (int i = 0; i < LONGEST_MILLIS; i++) {
      all += counted.get(i);
    }
    long seen = 0;
    for (int i = 0; i < LONGEST_MILLIS; i++) {
      seen += counted.get(i);
      if (seen > 0 && seen >= all * 0.99) {
        return i;
      }
    }
    return 0;
  }

  /** What there was, for the log of a test. */
  String said() {
    return answered + " answered, " + versions + ", bad " + bad + ", without an answer " + broken;
  }

  int answered() {
    return answered.get();
  }

  /** By method and status, those that were not 200. */
  Map<String, Integer> bad() {
    return new TreeMap<>(bad);
  }

  /** By method and message, those that got no answer at all. */
  Map<String, Integer> broken() {
    return new TreeMap<>(broken);
  }

  Map<String, Integer> versions() {
    return new TreeMap<>(versions);
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    clients.forEach(HttpClient::shutdownNow);
  }
}
