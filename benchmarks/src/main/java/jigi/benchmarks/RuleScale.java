package jigi.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.BlockStorage;
import jigi.metrics.storage.StorageOptions;

/**
 * A hundred alerting rules over 50,000 series at 15 s, evaluated again and again as a server does,
 * with a step of new samples between: {@code DIRECTORY EVALUATIONS}. Once as rules are written, the
 * same ratio for each of five jobs several times, and once with no two alike sub-expressions: the
 * range of each rule is a second longer than that of the one before. None fires.
 */
public final class RuleScale {
  private static final long STEP_MS = 15_000;

  private RuleScale() {}

  /** Arguments as above; the directory must be new. */
  public static void main(String[] args) throws IOException {
    List<Workload> servers = Workload.servers(10);
    try (EmbeddedMetricStore store =
        new EmbeddedMetricStore(
            BlockStorage.open(
                Path.of(args[0]),
                StorageOptions.small().withMaxSeries(200_000),
                InstantSource.system(),
                System.out::println))) {
      int evaluations = Integer.parseInt(args[1]);
      long now = System.currentTimeMillis() - (240 + 2L * evaluations) * STEP_MS;
      for (int i = 0; i < 240; i++) {
        now += STEP_MS;
        append(store, servers, now);
      }
      for (boolean alike : new boolean[] {true, false}) {
        List<Expr> rules = rules(alike);
        double[] wall = new double[evaluations];
        double[] cpu = new double[evaluations];
        for (int i = 0; i < evaluations; i++) {
          now += STEP_MS;
          append(store, servers, now);
          long began = System.nanoTime();
          long spent = threadCpu();
          evaluate(store, rules, now);
          cpu[i] = (threadCpu() - spent) / 1e6;
          wall[i] = (System.nanoTime() - began) / 1e6;
        }
        System.out.printf(
            "100 rules, %s: first %.0f ms CPU, then the median of the last half %.0f ms CPU,"
                + " %.0f ms wall%n",
            alike ? "as they are written" : "no two alike sub-expressions",
            cpu[0],
            median(cpu),
            median(wall));
      }
    }
  }

  private static double median(double[] all) {
    double[] last = Arrays.copyOfRange(all, all.length / 2, all.length);
    Arrays.sort(last);
    return last[last.length / 2];
  }

  private static void append(EmbeddedMetricStore store, List<Workload> servers, long now) {
    for (Workload server : servers) {
      server.tick();
      Appender appender = store.appender();
      server.append(appender, now);
      appender.commit();
    }
  }

  private static void evaluate(EmbeddedMetricStore store, List<Expr> rules, long now) {
    for (Expr rule : rules) {
      QueryResult result = store.query(rule, now, QueryOptions.DEFAULT);
      if (!(result instanceof QueryResult.Vector vector)) {
        throw new IllegalStateException(rule + " is no vector");
      }
      if (!vector.samples().isEmpty()) {
        throw new IllegalStateException(rule + " fires: " + vector.samples().getFirst());
      }
    }
  }

  private static List<Expr> rules(boolean alike) {
    List<Expr> rules = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String five = alike ? "5m" : 300 + i + "s";
      String fifteen = alike ? "15m" : 900 + i + "s";
      String job = "job=\"job" + i % 5 + "\"";
      String requests = "http_requests_total{" + job;
      rules.add(
          PromQl.parse(
              switch (i % 10) {
                case 0, 1, 2 -> "app_memory_bytes{" + job + ",shard=\"shard-" + i + "\"} > 1e15";
                case 3, 4 ->
                    ("sum by (job, instance) (rate(%s,code=~\"5..\"}[%s])) / on (job, instance)"
                            + " sum by (job, instance) (rate(%s}[%s])) > 0.9")
                        .formatted(requests, five, requests, five);
                case 5 ->
                    ("histogram_quantile(0.99, sum by (le, path)"
                            + " (rate(http_request_duration_seconds_bucket{%s}[%s]))) > 1000")
                        .formatted(job, five);
                case 6 ->
                    "predict_linear(disk_free_bytes{instance=\"host%d:9100\"}[%ds], 4*3600) < -1e15"
                        .formatted(i % 10, alike ? 1800 : 1800 + i);
                case 7 ->
                    ("avg_over_time(queue_depth{%s}[%s]) > 0 and on (queue)"
                            + " rate(http_requests_total{path=\"/api/v1/resource%d\"}[%s]) > 1e9")
                        .formatted(job, fifteen, i, five);
                case 8 -> "absent(" + requests + ",method=\"GET\",code=\"200\"})";
                default ->
                    ("1 - avg by (instance) (rate(node_cpu_seconds_total{%s,mode=\"idle\"}[%s]))"
                            + " > 1e9")
                        .formatted(job, five);
              }));
    }
    return rules;
  }

  private static long threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
