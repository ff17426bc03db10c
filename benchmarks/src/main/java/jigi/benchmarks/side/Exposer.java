package jigi.benchmarks.side;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import jigi.benchmarks.Workload;
import jigi.metrics.model.Labels;

/** Offers the servers' metrics at {@code /metrics/0}, {@code /metrics/1}, … */
final class Exposer implements AutoCloseable {
  private final HttpServer server;

  Exposer(int port, List<Workload> workloads) throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 64);
    server.setExecutor(Executors.newFixedThreadPool(2));
    for (int i = 0; i < workloads.size(); i++) {
      Workload workload = workloads.get(i);
      server.createContext(
          "/metrics/" + i,
          exchange -> {
            byte[] body = text(workload).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(body);
            }
          });
    }
    server.start();
  }

  private static String text(Workload workload) {
    synchronized (workload) {
      workload.tick();
      StringBuilder out = new StringBuilder(600_000);
      String last = "";
      for (int i = 0; i < workload.size(); i++) {
        Labels labels = workload.labels(i).drop("instance", "job");
        if (!labels.metricName().equals(last)) {
          last = labels.metricName();
          out.append("# TYPE ").append(last).append(" untyped\n");
        }
        double value = workload.value(i);
        out.append(labels).append(' ');
        out.append(value == Math.rint(value) ? String.valueOf((long) value) : "" + value);
        out.append('\n');
      }
      return out.toString();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
