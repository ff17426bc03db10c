package jigi.operate.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * The application of these tests, a process of its own. Its version says what is wrong with it:
 * {@code never-healthy}, {@code exits}, {@code sick-after-a-while}, {@code errors}.
 */
final class ShopApp {
  private final String version;
  private final long begun = System.nanoTime();

  private ShopApp(String version) {
    this.version = version;
  }

  public static void main(String[] args) throws IOException {
    ShopApp app = new ShopApp(args[1]);
    if (app.version.startsWith("exits")) {
      System.err.println("no database");
      System.exit(3);
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 512);
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
      byte[] body = version.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status(path), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int status(String path) {
    boolean old = System.nanoTime() - begun > 1_500_000_000L;
    boolean health = path.equals("/health");
    if (health
        && (version.startsWith("never-healthy") || version.startsWith("sick-after") && old)) {
      return 503;
    }
    return !health && version.startsWith("errors") ? 500 : 200;
  }
}
