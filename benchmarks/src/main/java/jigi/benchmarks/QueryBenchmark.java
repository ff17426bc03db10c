package jigi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.BlockStorage;
import jigi.metrics.storage.StorageOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Parsing, and queries over 50,000 series of an hour at 15 s, at one time and at 200 steps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx768m"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class QueryBenchmark {
  private static final int STEPS = 240;
  private static final String ERROR_RATIO =
      "sum by (job, instance) (rate(http_requests_total{job=\"%s\",code=~\"5..\"}[5m]))"
          + " / on (job, instance)"
          + " sum by (job, instance) (rate(http_requests_total{job=\"%s\"}[5m])) > 0.9";

  private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // set before each trial
  private MetricStore store;

  private final List<Expr> rules = rules();
  private final Expr rateOf20k = PromQl.parse("sum by (job) (rate(http_requests_total[5m]))");
  private final Expr quantile =
      PromQl.parse(
          "histogram_quantile(0.99,"
              + " sum by (job, le) (rate(http_request_duration_seconds_bucket[5m])))");
  private final Expr top = PromQl.parse("topk(10, rate(http_requests_total[5m]))");
  private long end;

  @Setup
  public void fill() throws IOException {
    directory = Files.createTempDirectory("query-benchmark");
    store =
        new EmbeddedMetricStore(
            BlockStorage.open(
                directory,
                StorageOptions.standard().withMemory(1L << 30, 8 << 20),
                InstantSource.system(),
                event -> System.out.println(event)));
    end = System.currentTimeMillis();
    List<Workload> servers = Workload.servers(10);
    for (int step = STEPS - 1; step >= 0; step--) {
      for (Workload server : servers) {
        server.tick();
        Appender appender = store.appender();
        server.append(appender, end - step * 15_000L);
        appender.commit();
      }
    }
  }

  /** A hundred alerting rules that read 20 to 5,000 series each. */
  private static List<Expr> rules() {
    List<Expr> rules = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String job = "job" + i % 5;
      rules.add(
          PromQl.parse(
              switch (i % 10) {
                case 0, 1, 2 ->
                    "app_memory_bytes{job=\"" + job + "\",shard=\"shard-" + i + "\"} > 1e15";
                case 3, 4 -> ERROR_RATIO.formatted(job, job);
                case 5 ->
                    "histogram_quantile(0.99, sum by (le, path)"
                        + " (rate(http_request_duration_seconds_bucket{job=\""
                        + job
                        + "\"}[5m]))) > 1000";
                case 6 ->
                    "predict_linear(disk_free_bytes{instance=\"host"
                        + i % 7
                        + ":9100\"}[30m], 4*3600) < -1e15";
                case 7 -> "avg_over_time(queue_depth{job=\"" + job + "\"}[15m]) > 1e15";
                case 8 -> "absent(http_requests_total{job=\"" + job + "\",code=\"204\"})";
                default ->
                    "1 - avg by (instance) (rate(node_cpu_seconds_total{job=\""
                        + job
                        + "\",mode=\"idle\"}[5m])) > 1e9";
              }));
    }
    return rules;
  }

  @Benchmark
  public Expr parse() {
    return PromQl.parse(ERROR_RATIO);
  }

  @Benchmark
  public QueryResult rateOf20kAtOnce() {
    return store.query(rateOf20k, end, QueryOptions.DEFAULT);
  }

  @Benchmark
  public QueryResult rateOf20kOverRange() {
    return range(rateOf20k);
  }

  @Benchmark
  public QueryResult quantileOf10kBucketsOverRange() {
    return range(quantile);
  }

  @Benchmark
  public QueryResult topOf20kOverRange() {
    return range(top);
  }

  private QueryResult range(Expr expr) {
    return store.queryRange(expr, end - 199 * 15_000L, end, 15_000, QueryOptions.DEFAULT);
  }

  @Benchmark
  public int hundredRules() {
    int firing = 0;
    for (Expr rule : rules) {
      QueryResult result = store.query(rule, end, QueryOptions.DEFAULT);
      firing += result instanceof QueryResult.Vector vector ? vector.samples().size() : 0;
    }
    return firing;
  }

  @TearDown
  public void close() throws IOException {
    store.close();
    Directories.delete(directory);
  }
}
