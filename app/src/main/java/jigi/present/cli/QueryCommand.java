package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi query}: PromQL now, or over a range up to now, as rows or as curves. */
@Command(name = "query")
final class QueryCommand extends ServerCommand {
  private static final Listing SERIES =
      Listing.of("series", "series", "")
          .with("series", (row, ages) -> series(row.path("metric")))
          .with("value", (row, ages) -> row.path("value").path(1).asText());

  /** Odd, so that a constant's own value stands at its line. */
  private static final int HEIGHT = 11;

  @Parameters(paramLabel = "EXPR", descriptionKey = "EXPR")
  private String expr = "";

  @Option(names = "--range", paramLabel = "6h")
  private @Nullable String range;

  @Option(names = "--step", paramLabel = "1m")
  private @Nullable String step;

  @Option(names = "--plot")
  private boolean plot;

  @Option(names = "--width", paramLabel = "N")
  private int width = 72;

  @Option(names = "--watch", paramLabel = "5s")
  private @Nullable String watch;

  /** Clears the screen and goes to its corner. */
  private static final String CLEAR = "\u001b[H\u001b[2J";

  QueryCommand(Common common) {
    super(common);
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
    if (width < 10 || width > 1000) {
      throw new UserError("bad-width", "the width is " + width, "give one from 10 to 1000");
    }
    if (watch == null) {
      return once(api, terminal);
    }
    Duration pause = Ages.length(watch);
    if (pause.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new UserError("bad-duration", "--watch " + watch + " is too short", "1s is the least");
    }
    Console console = System.console();
    boolean screen = !terminal.json() && console != null && console.isTerminal();
    try (Timeline timeline = Timeline.real()) {
      while (!Thread.currentThread().isInterrupted()) {
        if (screen) {
          terminal.out().print(CLEAR);
        }
        if (!terminal.json()) {
          terminal.line(new Ages(api, terminal).time(now(api), ""));
        }
        once(api, terminal);
        timeline.sleep(pause);
      }
    }
    return ExitCode.DONE;
  }

  private static Instant now(ApiClient api) {
    return Instant.parse(api.get("/api/v1/clock").path("now").asText());
  }

  private ExitCode once(ApiClient api, Terminal terminal) {
    Span span = range == null && !plot ? null : span(api);
    JsonNode data = api.get(path(span)).path("data");
    if (terminal.json()) {
      terminal.json(data);
      return ExitCode.DONE;
    }
    Ages ages = new Ages(api, terminal);
    JsonNode result = data.path("result");
    switch (data.path("resultType").asText()) {
      case "scalar", "string" -> terminal.line(result.path(1).asText());
      case "vector" -> SERIES.show(terminal, ages, result);
      default -> matrix(ages, result, span);
    }
    return ExitCode.DONE;
  }

  /** Instants at equal distances, both ends included. */
  record Span(Instant start, Instant end, Duration step) {
    int columns() {
      return (int) (Duration.between(start, end).toMillis() / step.toMillis()) + 1;
    }

    int column(double seconds) {
      double since = seconds * 1000 - start.toEpochMilli();
      return (int) Math.round(since / step.toMillis());
    }
  }

  /** A curve has as many points as columns, unless a step is named. */
  private Span span(ApiClient api) {
    Instant end = now(api);
    Duration length = Ages.length(range == null ? "1h" : range);
    Duration each;
    if (step != null) {
      each = Ages.length(step);
    } else if (plot) {
      each = Duration.ofMillis(Math.max(1000, length.toMillis() / (width - 1)));
    } else {
      each = Duration.ofMinutes(1);
    }
    return new Span(end.minus(length), end, each);
  }

  private String path(@Nullable Span span) {
    String query = encode(expr);
    if (span == null) {
      return "/api/v1/query?query=" + query;
    }
    return "/api/v1/query_range?query="
        + query
        + "&start="
        + span.start()
        + "&end="
        + span.end()
        + "&step="
        + span.step().toMillis() / 1000.0;
  }

  private void matrix(Ages ages, JsonNode result, @Nullable Span span) {
    Terminal terminal = ages.terminal();
    if (result.isEmpty()) {
      terminal.line(terminal.text("cli.none.series"));
    }
    for (JsonNode each : result) {
      terminal.line(series(each.path("metric")));
      if (plot && span != null) {
        curve(ages, each, span);
      } else {
        rows(terminal, each);
      }
    }
  }

  private static void rows(Terminal terminal, JsonNode series) {
    for (JsonNode point : series.path("values")) {
      Instant at = Instant.ofEpochMilli(Math.round(point.path(0).asDouble() * 1000));
      terminal.line("  " + at + "  " + point.path(1).asText());
    }
  }

  private static void curve(Ages ages, JsonNode series, Span span) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < span.columns(); i++) {
      values.add(Double.NaN);
    }
    for (JsonNode point : series.path("values")) {
      int column = span.column(point.path(0).asDouble());
      if (column >= 0 && column < values.size()) {
        values.set(column, number(point.path(1).asText()));
      }
    }
    List<String> lines = new Plot(values, HEIGHT).lines();
    lines.forEach(ages.terminal()::line);
    String system = series.path("metric").path("system").asText("");
    String from = ages.time(span.start(), system);
    String to = ages.time(span.end(), system);
    int gap = Math.max(2, span.columns() - from.length() - to.length());
    ages.terminal().line(" ".repeat(Plot.indent(lines)) + from + " ".repeat(gap) + to);
  }

  /** Prometheus writes its numbers as text, because JSON knows no infinity. */
  private static double number(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** {@code name{label="value"}}, as Prometheus writes it. */
  private static String series(JsonNode metric) {
    List<String> labels = new ArrayList<>();
    for (Map.Entry<String, JsonNode> label : metric.properties()) {
      if (!label.getKey().equals("__name__")) {
        labels.add(label.getKey() + "=\"" + label.getValue().asText() + "\"");
      }
    }
    labels.sort(null);
    return metric.path("__name__").asText("") + "{" + String.join(", ", labels) + "}";
  }
}
