package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi query}: PromQL now, or over a range up to now. */
@Command(name = "query")
final class QueryCommand extends ServerCommand {
  @Parameters(paramLabel = "EXPR")
  private String expr = "";

  @Option(names = "--range", paramLabel = "6h")
  private @Nullable String range;

  @Option(names = "--step", paramLabel = "1m")
  private String step = "1m";

  QueryCommand(Common common) {
    super(common);
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode data = api.get(path(api)).path("data");
    if (terminal.json()) {
      terminal.json(data);
      return ExitCode.DONE;
    }
    JsonNode result = data.path("result");
    switch (data.path("resultType").asText()) {
      case "scalar", "string" -> terminal.line(result.path(1).asText());
      case "vector" ->
          Rows.show(
              terminal,
              "series",
              result,
              List.of("series", "value"),
              row -> List.of(series(row.path("metric")), row.path("value").path(1).asText()));
      default -> matrix(terminal, result);
    }
    return ExitCode.DONE;
  }

  private String path(ApiClient api) {
    if (range == null) {
      return "/api/v1/query?query=" + encode(expr);
    }
    Instant end = Instant.parse(api.get("/api/v1/clock").path("now").asText());
    Instant start = end.minus(duration(range));
    return "/api/v1/query_range?query="
        + encode(expr)
        + "&start="
        + start
        + "&end="
        + end
        + "&step="
        + duration(step).toMillis() / 1000.0;
  }

  private static Duration duration(String text) {
    Duration duration = Durations.parse(text);
    if (duration == null || duration.isZero()) {
      throw new UserError("bad-duration", "'" + text + "' is not a duration", "write it like 5m");
    }
    return duration;
  }

  private static void matrix(Terminal terminal, JsonNode result) {
    if (result.isEmpty()) {
      terminal.line(terminal.text("cli.none.series"));
    }
    for (JsonNode each : result) {
      terminal.line(series(each.path("metric")));
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode point : each.path("values")) {
        Instant at = Instant.ofEpochMilli(Math.round(point.path(0).asDouble() * 1000));
        rows.add(List.of("  " + at, point.path(1).asText()));
      }
      rows.forEach(row -> terminal.line(row.getFirst() + "  " + row.getLast()));
    }
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
