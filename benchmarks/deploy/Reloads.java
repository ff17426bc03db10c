import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What becomes of requests on kept connections while nginx is reloaded: each has a number of its
 * own, and of those that get no answer it is told whether their connection had answered before,
 * whether nginx logged them, and whether the application saw them. A request on a kept connection
 * that ends before any byte is repeated when its method is idempotent (RFC 9110 9.2.2), as browsers
 * do, and counted; a POST is not.
 *
 * <p>{@code java Reloads.java [RELOADS] [CLIENTS] [MILLIS]}: a client sends a GET or a POST each
 * MILLIS.
 */
final class Reloads {
  private static final Set<Integer> seen = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger numbers = new AtomicInteger();
  private static final AtomicInteger answered = new AtomicInteger();
  private static final AtomicInteger noticed = new AtomicInteger();
  private static final AtomicInteger repeated = new AtomicInteger();
  private static final List<Lost> lost = java.util.Collections.synchronizedList(new ArrayList<>());
  private static volatile boolean over;

  /**
   * @param kept whether its connection had answered before
   */
  private record Lost(int number, boolean post, boolean kept, int bytes, String how) {}

  public static void main(String[] args) throws Exception {
    int reloads = args.length > 0 ? Integer.parseInt(args[0]) : 40;
    int clients = args.length > 1 ? Integer.parseInt(args[1]) : 8;
    int millis = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    HttpServer application = application();
    int port = freePort();
    Path home = Files.createTempDirectory("reloads");
    Path configuration = configured(home, port, application.getAddress().getPort());
    Process nginx =
        new ProcessBuilder("nginx", "-p", home.toString(), "-c", configuration.toString())
            .inheritIO()
            .start();
    while (!listens(port)) {
      Thread.sleep(20);
    }
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      boolean post = i % 2 == 0;
      all.add(Thread.ofPlatform().start(() -> ask(port, post, millis)));
    }
    for (int i = 0; i < reloads; i++) {
      Thread.sleep(500);
      new ProcessBuilder(
              "nginx", "-p", home.toString(), "-c", configuration.toString(), "-s", "reload")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
    Thread.sleep(500);
    over = true;
    for (Thread each : all) {
      each.join();
    }
    nginx.destroy();
    nginx.waitFor();
    application.stop(0);
    tell(reloads, Files.readString(home.resolve("access.log")));
  }

  private static void tell(int reloads, String log) {
    Set<Integer> logged = ConcurrentHashMap.newKeySet();
    log.lines()
        .forEach(line -> logged.add(Integer.parseInt(line.replaceAll(".*n=(\\d+) .*", "$1"))));
    System.out.printf(
        "%d reloads, %d requests answered, %d idle connections found closed before a request, %d"
            + " GETs repeated on a new connection, %d requests without an answer%n",
        reloads, answered.get(), noticed.get(), repeated.get(), lost.size());
    System.out.printf(
        "of these: %d POSTs on a connection that had answered before, %d with a byte of an answer,"
            + " %d logged by nginx, %d seen by the application%n",
        lost.stream().filter(one -> one.post() && one.kept()).count(),
        lost.stream().filter(one -> one.bytes() > 0).count(),
        lost.stream().filter(one -> logged.contains(one.number())).count(),
        lost.stream().filter(one -> seen.contains(one.number())).count());
    lost.stream()
        .map(Lost::how)
        .distinct()
        .forEach(how -> System.out.println("the client saw: " + how));
  }

  private static void ask(int port, boolean post, int millis) {
    try {
      Socket socket = null;
      boolean kept = false;
      boolean again = false;
      long next = System.nanoTime();
      while (!over || again) {
        if (!again) {
          next += millis * 1_000_000L;
          Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        int number = numbers.incrementAndGet();
        if (socket != null && isClosed(socket)) {
          noticed.incrementAndGet();
          socket.close();
          socket = null;
        }
        if (socket == null) {
          socket = new Socket(InetAddress.getLoopbackAddress(), port);
          kept = false;
        }
        Lost none = once(socket, number, post, kept);
        if (none == null) {
          answered.incrementAndGet();
          kept = true;
          again = false;
          continue;
        }
        socket.close();
        socket = null;
        again = !post && kept && none.bytes() == 0;
        if (again) {
          repeated.incrementAndGet();
        } else {
          lost.add(none);
        }
      }
    } catch (IOException | InterruptedException e) {
      lost.add(new Lost(0, post, false, 0, "no connection: " + e));
    }
  }

  /** As every client does that keeps connections: one whose end has come is not used again. */
  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  private static Lost once(Socket socket, int number, boolean post, boolean kept) {
    String head = (post ? "POST" : "GET") + " /orders?n=" + number + " HTTP/1.1\r\nHost: shop\r\n";
    String request = post ? head + "Content-Length: 5\r\n\r\norder" : head + "\r\n";
    int bytes = 0;
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder said = new StringBuilder();
      while (said.indexOf("\r\n\r\nok") < 0) {
        int one = in.read();
        if (one < 0) {
          return new Lost(number, post, kept, bytes, "the end of the connection");
        }
        bytes++;
        said.append((char) one);
      }
      return null;
    } catch (IOException e) {
      return new Lost(number, post, kept, bytes, e.getMessage());
    }
  }

  private static HttpServer application() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", Reloads::answer);
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      seen.add(Integer.parseInt(exchange.getRequestURI().getRawQuery().substring(2)));
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static Path configured(Path home, int port, int application) throws IOException {
    return Files.writeString(
        home.resolve("nginx.conf"),
        """
        daemon off;
        pid nginx.pid;
        error_log error.log;
        worker_processes 2;
        events { worker_connections 512; }
        http {
          log_format numbers '$request_uri $status';
          access_log access.log numbers;
          upstream application { server 127.0.0.1:%d; keepalive 64; }
          server {
            listen 127.0.0.1:%d;
            location / { proxy_pass http://application; proxy_http_version 1.1; proxy_set_header Connection ""; }
          }
        }
        """
            .formatted(application, port));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
