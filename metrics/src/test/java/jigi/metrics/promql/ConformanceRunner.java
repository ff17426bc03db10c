package jigi.metrics.promql;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.TestCommand.TestSeries;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.MemoryStorage;
import org.jspecify.annotations.Nullable;

/** Runs a folder of Prometheus test files against the engine. */
public final class ConformanceRunner {
  private static final String HISTOGRAM = "native histogram";
  private static final String START_TIMESTAMP = "start timestamps";

  /** What may read later samples than those up to the time of the query. */
  private static final Pattern BEYOND = Pattern.compile("@|offset|smoothed");

  /** What became of the cases of one file. */
  record Tally(int passed, int failed, int skipped) {
    Tally plus(Tally other) {
      return new Tally(passed + other.passed, failed + other.failed, skipped + other.skipped);
    }

    @Override
    public String toString() {
      return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }
  }

  private final PrintStream out;
  private MemoryStorage storage = new MemoryStorage();
  private final Map<Labels, Unsupported> unsupported = new TreeMap<>();

  /**
   * What of a series this engine does not store.
   *
   * @param fromMs when it begins
   */
  private record Unsupported(String reason, long fromMs) {}

  ConformanceRunner(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1 || !Files.exists(Path.of(arguments[0]))) {
      System.err.println("usage: promql-conformance DIR (a folder of Prometheus test files)");
      System.exit(2);
    }
    Tally total = new Tally(0, 0, 0);
    for (Tally tally : new ConformanceRunner(System.out).run(Path.of(arguments[0])).values()) {
      total = total.plus(tally);
    }
    System.out.println(total);
    System.exit(total.failed() > 0 ? 1 : 0);
  }

  /** Runs every {@code *.test} file of the folder, or one file; the tally of each by its name. */
  Map<String, Tally> run(Path folder) throws IOException {
    Map<String, Tally> tallies = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".test")).sorted().toList()) {
        Tally tally = runFile(file);
        out.println(file + "  " + tally);
        tallies.put(String.valueOf(file.getFileName()), tally);
      }
    }
    return tallies;
  }

  private Tally runFile(Path file) throws IOException {
    clear();
    List<TestCommand> commands = TestFile.read(file);
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (TestCommand command : commands) {
      switch (command) {
        case TestCommand.Clear ignored -> clear();
        case TestCommand.Load load -> load(load);
        case TestCommand.Unreadable unreadable -> {
          failed++;
          out.println(
              "FAIL  "
                  + file
                  + ":"
                  + unreadable.line()
                  + "  "
                  + unreadable.text()
                  + "  cannot be read: "
                  + unreadable.reason());
        }
        case TestCommand.Eval eval -> {
          String place = file + ":" + eval.line() + "  " + eval.query() + "  ";
          String failure = new ConformanceCase(eval, storage).failure();
          String reason = reasonToSkip(eval, failure);
          if (reason != null) {
            skipped++;
            out.println("SKIP  " + place + reason);
          } else if (failure != null) {
            failed++;
            out.println("FAIL  " + place + failure);
          } else {
            passed++;
          }
        }
      }
    }
    return new Tally(passed, failed, skipped);
  }

  private void clear() {
    storage = new MemoryStorage();
    unsupported.clear();
  }

  private void load(TestCommand.Load load) {
    Appender appender = storage.appender();
    Map<Labels, TestSeries> latest = new TreeMap<>();
    boolean allHaveStart = false;
    for (TestSeries series : load.series()) {
      // Start timestamps without a series are those of all that follow.
      allHaveStart |= series.startTimestamps() && series.labels().size() == 0;
      if (series.histograms()) {
        long fromMs = series.firstHistogram() * load.stepMs();
        unsupported.put(series.labels(), new Unsupported(HISTOGRAM, fromMs));
      }
      if (series.startTimestamps() || allHaveStart) {
        unsupported.putIfAbsent(series.labels(), new Unsupported(START_TIMESTAMP, 0));
      }
      if (load.withHistograms() && series.labels().get("le") != null) {
        unsupported.put(histogramOf(series.labels()), new Unsupported(HISTOGRAM, 0));
      }
      // A line replaces an earlier one of the same load with the same labels.
      latest.put(series.labels(), series);
    }
    for (TestSeries series : latest.values()) {
      List<@Nullable Double> points = series.points();
      for (int i = 0; i < points.size(); i++) {
        Double value = points.get(i);
        if (value != null) {
          appender.append(series.labels(), i * load.stepMs(), value);
        }
      }
    }
    appender.commit();
  }

  private static Labels histogramOf(Labels bucket) {
    String name = bucket.metricName();
    String base =
        name.endsWith("_bucket") ? name.substring(0, name.length() - "_bucket".length()) : name;
    return bucket.without("le").with(Labels.METRIC_NAME, base);
  }

  /** Only what needs what this engine does not store is skipped, and told with what it needs. */
  private @Nullable String reasonToSkip(TestCommand.Eval eval, @Nullable String failure) {
    if (expected(eval).stream().anyMatch(TestSeries::histograms)) {
      return HISTOGRAM + " as the result";
    }
    if (eval.expects(TestCommand.Expectation.Kind.FAIL) && failure == null) {
      return null;
    }
    Expr expr;
    try {
      expr = PromQl.parse(eval.query());
    } catch (PromQlException e) {
      return null;
    }
    for (Expr.Call call : Calls.in(expr)) {
      if (failure != null && call.function().isRefused()) {
        return "function of what is not stored: " + call.function().text();
      }
    }
    List<Expr.VectorSelector> ofStart = Calls.startReaders(expr);
    for (Expr.VectorSelector selector : PromQl.selectors(expr)) {
      for (Map.Entry<Labels, Unsupported> entry : unsupported.entrySet()) {
        Unsupported what = entry.getValue();
        boolean reads =
            what.reason().equals(START_TIMESTAMP)
                ? ofStart.contains(selector)
                : BEYOND.matcher(eval.query()).find() || eval.endMs() >= what.fromMs();
        if (reads && matches(selector, entry.getKey())) {
          return what.reason() + " read: " + entry.getKey();
        }
      }
    }
    return null;
  }

  private static boolean matches(Expr.VectorSelector selector, Labels labels) {
    for (Matcher matcher : selector.matchers()) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  private static List<TestSeries> expected(TestCommand.Eval eval) {
    return switch (eval.result()) {
      case TestCommand.Result.Rows rows -> rows.rows();
      case TestCommand.Result.Matrix matrix -> matrix.rows();
      case TestCommand.Result.Scalar ignored -> List.of();
      case TestCommand.Result.Text ignored -> List.of();
    };
  }
}
