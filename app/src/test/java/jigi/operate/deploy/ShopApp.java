package jigi.operate.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The application of these tests, a process of its own. Its version says what is wrong with it:
 * {@code never-healthy}, {@code exits}, {@code sick-after-a-while}, {@code errors}, {@code quiet}:
 * it logs nothing, {@code bad-on-3}: it ends where that is the third argument.
 */
final class ShopApp {
  private final String version;
  private final AtomicLong firstServed = new AtomicLong();

  private ShopApp(String version) {
    this.version = version;
  }

  public static void main(String[] args) throws IOException {
    ShopApp app = new ShopApp(args[1]);
    if (app.version.startsWith("exits")
        || (args.length > 2 && app.version.equals("bad-on-" + args[2]))) {
      System.err.println("no database");
      System.exit(3);
    }
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])),
            512);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", app::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/slow")) {
        Thread.sleep(2000);
      }
      String query = exchange.getRequestURI().getRawQuery();
      if (query != null && !version.startsWith("quiet")) {
        System.out.println("GET " + path + "?" + query);
      }
      byte[] body = version.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status(path), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int status(String path) {
    if (!path.equals("/health")) {
      firstServed.compareAndSet(0, System.nanoTime());
      return version.startsWith("errors") ? 500 : 200;
    }
    boolean sick =
        version.startsWith("never-healthy")
            || (version.startsWith("sick-after") && servedForAWhile());
    return sick ? 503 : 200;
  }

  /** Told by its traffic, which it gets when the gateway points at it, however slow the machine. */
  private boolean servedForAWhile() {
    long first = firstServed.get();
    return first != 0 && System.nanoTime() - first > 500_000_000L;
  }
}
