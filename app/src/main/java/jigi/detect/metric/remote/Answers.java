package jigi.detect.metric.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryResult;

/** Reads answers of https://prometheus.io/docs/prometheus/latest/querying/api/. */
final class Answers {
  private static final int LONGEST_TEXT = 300;

  private Answers() {}

  /**
   * The data of an answer.
   *
   * @throws PromQlException for an error, by its type
   */
  static JsonNode data(Wire.Answer answer, String server) {
    JsonNode body;
    try {
      body = Json.tree(answer.body());
    } catch (UserError e) {
      throw unavailable(server, answer.status() + " and no JSON");
    }
    if (body.path("status").asText().equals("success")) {
      return body.path("data");
    }
    String text = body.path("error").asText("status " + answer.status());
    text = text.substring(0, Math.min(LONGEST_TEXT, text.length()));
    throw switch (body.path("errorType").asText()) {
      case "bad_data" ->
          new PromQlException(PromQlException.Kind.UNSUPPORTED, server + ": " + text);
      case "timeout" -> new PromQlException(PromQlException.Kind.TIMEOUT, server + ": " + text);
      case "canceled" -> new PromQlException(PromQlException.Kind.CANCELLED, server + ": " + text);
      default ->
          answer.status() / 100 == 5
              ? unavailable(server, text)
              : new PromQlException(PromQlException.Kind.EXECUTION, server + ": " + text);
    };
  }

  static PromQlException unavailable(String server, String why) {
    return new PromQlException(
        PromQlException.Kind.UNAVAILABLE, "the metric server " + server + " has no answer: " + why);
  }

  static QueryResult result(JsonNode data) {
    JsonNode result = data.path("result");
    return switch (data.path("resultType").asText()) {
      case "scalar" ->
          new QueryResult.Scalar(millis(result.get(0)), value(result.get(1)), List.of());
      case "string" ->
          new QueryResult.StringValue(millis(result.get(0)), result.get(1).asText(), List.of());
      case "vector" -> vector(result);
      default -> matrix(data);
    };
  }

  private static QueryResult.Vector vector(JsonNode result) {
    List<QueryResult.Sample> samples = new ArrayList<>();
    for (JsonNode one : result) {
      JsonNode point = point(one, "value");
      samples.add(
          new QueryResult.Sample(
              labels(one.path("metric")), millis(point.get(0)), value(point.get(1))));
    }
    return new QueryResult.Vector(samples, List.of());
  }

  static QueryResult.Matrix matrix(JsonNode data) {
    List<QueryResult.Points> series = new ArrayList<>();
    for (JsonNode one : data.path("result")) {
      JsonNode points = point(one, "values");
      long[] times = new long[points.size()];
      double[] values = new double[points.size()];
      for (int i = 0; i < times.length; i++) {
        times[i] = millis(points.get(i).get(0));
        values[i] = value(points.get(i).get(1));
      }
      series.add(new QueryResult.Points(labels(one.path("metric")), times, values));
    }
    series.sort((a, b) -> a.labels().compareTo(b.labels()));
    return new QueryResult.Matrix(List.copyOf(series), List.of());
  }

  private static JsonNode point(JsonNode series, String name) {
    JsonNode point = series.get(name);
    if (point == null) {
      throw new PromQlException(
          PromQlException.Kind.UNSUPPORTED, "native histograms are not answered here");
    }
    return point;
  }

  static Labels labels(JsonNode metric) {
    return Labels.of(Json.texts(metric));
  }

  private static long millis(JsonNode seconds) {
    return Math.round(seconds.asDouble() * 1000);
  }

  private static double value(JsonNode text) {
    return switch (text.asText()) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text.asText());
    };
  }
}
