import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * The service that breaks and the end that takes messages: {@code java Latency.java PORT FAULTS}.
 * Ends with 1 when a message of Jigi came later than the bound, with 3 when one never came.
 */
final class Latency {
  private static final double BOUND_SECONDS = 3;
  private static final long SEED = 20261122;
  private static final long LONGEST_NANOS = 120_000_000_000L;
  private static final String[] NAMES = {"jigi", "peer"};

  private final Map<String, Long> fired = new ConcurrentHashMap<>();
  private final Map<String, Long> ended = new ConcurrentHashMap<>();
  private final CountDownLatch begin = new CountDownLatch(1);
  private volatile boolean broken;

  public static void main(String[] words) throws Exception {
    System.exit(new Latency().run(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
  }

  private int run(int port, int faults) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, broken ? 500 : 200));
    server.createContext("/begin", this::begin);
    for (String name : NAMES) {
      server.createContext("/told/" + name, exchange -> told(name, exchange));
    }
    server.start();
    begin.await();
    Random random = new Random(SEED);
    double[][] seconds = new double[NAMES.length][faults];
    for (int fault = 0; fault < faults; fault++) {
      // A fault comes at any moment of an interval.
      Thread.sleep(2_000 + random.nextInt(1_000));
      fired.clear();
      long since = System.nanoTime();
      broken = true;
      await(fired);
      for (int i = 0; i < NAMES.length; i++) {
        seconds[i][fault] = (fired.get(NAMES[i]) - since) / 1e9;
      }
      ended.clear();
      broken = false;
      await(ended);
    }
    server.stop(0);
    return say(seconds);
  }

  private void begin(HttpExchange exchange) throws IOException {
    answer(exchange, 200);
    begin.countDown();
  }

  private void told(String name, HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    long now = System.nanoTime();
    boolean over = body.replaceAll("\\s", "").matches("(?s).*\"(kind|status)\":\"resolved\".*");
    (over ? ended : fired).putIfAbsent(name, now);
    answer(exchange, 200);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static void await(Map<String, Long> told) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_NANOS;
    while (told.size() < NAMES.length) {
      if (System.nanoTime() > end) {
        System.out.println("no message within 120 s; only of " + told.keySet());
        System.exit(3);
      }
      Thread.sleep(5);
    }
  }

  private static int say(double[][] seconds) {
    for (int i = 0; i < NAMES.length; i++) {
      Arrays.sort(seconds[i]);
      System.out.printf(
          Locale.ROOT,
          "%-9s %d faults: median %.2f s, p95 %.2f s, highest %.2f s%s%n",
          NAMES[i],
          seconds[i].length,
          at(seconds[i], 0.5),
          at(seconds[i], 0.95),
          at(seconds[i], 1),
          i == 0 ? " (bound " + BOUND_SECONDS + ")" : " (Prometheus and Alertmanager)");
    }
    System.out.printf(
        Locale.ROOT,
        "ratio     median %.2f, p95 %.2f of the peer's%n",
        at(seconds[0], 0.5) / at(seconds[1], 0.5),
        at(seconds[0], 0.95) / at(seconds[1], 0.95));
    return at(seconds[0], 1) <= BOUND_SECONDS ? 0 : 1;
  }

  /** Of sorted values. */
  private static double at(double[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
