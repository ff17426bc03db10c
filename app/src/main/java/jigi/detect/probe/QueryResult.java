package jigi.detect.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Secret;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;

/**
 * The result of an instant query over the HTTP API of Prometheus, which Loki's has in common:
 * https://prometheus.io/docs/prometheus/latest/querying/api/
 *
 * @param series in the server's order; a scalar is one without labels
 */
public record QueryResult(List<Series> series) {
  private static final int MOST = 1000;

  /**
   * One series at one moment.
   *
   * @param labels without the metric's name
   */
  public record Series(Map<String, String> labels, double value) {
    /** {@code {job="api"}}, empty without labels. */
    public String text() {
      List<String> all = new ArrayList<>();
      labels.forEach((name, text) -> all.add(name + "=\"" + text + '"'));
      return all.isEmpty() ? "" : "{" + String.join(", ", all) + "}";
    }
  }

  /**
   * Asks.
   *
   * @param path of the API's query, without parameters
   * @throws WireException UNKNOWN, with the server's own words, when it does not answer the query
   */
  public static QueryResult ask(ServiceCall call, String path, String query)
      throws WireException, Secret.Missing, InterruptedException {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    try {
      Http.Response answer = call.get(path + "?query=" + encoded);
      JsonNode tree = tree(answer);
      if (!tree.path("status").asText().equals("success")) {
        String error = tree.path("error").asText();
        throw WireException.unknown(
            "the query is answered by "
                + answer.statusLine()
                + (error.isEmpty() ? "" : ": " + error));
      }
      return of(tree.path("data"));
    } catch (WireException e) {
      // What is asked about is not the server that is asked: without it nothing is known.
      throw WireException.unknown(e.evidence());
    }
  }

  private static JsonNode tree(Http.Response answer) {
    try {
      return Json.tree(answer.text());
    } catch (UserError e) {
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
  }

  private static QueryResult of(JsonNode data) throws WireException {
    String type = data.path("resultType").asText();
    JsonNode result = data.path("result");
    return switch (type) {
      case "scalar" -> new QueryResult(List.of(new Series(Map.of(), number(result.path(1)))));
      case "vector" -> vector(result);
      default -> throw WireException.unknown("the query yields a " + type + ", no instant vector");
    };
  }

  /**
   * Whether so many series can be judged.
   *
   * @throws WireException UNKNOWN when there are too many
   */
  public static void bound(int series) throws WireException {
    if (series > MOST) {
      throw WireException.unknown("the query yields " + series + " series, over " + MOST);
    }
  }

  private static QueryResult vector(JsonNode result) throws WireException {
    bound(result.size());
    List<Series> all = new ArrayList<>();
    for (JsonNode each : result) {
      Map<String, String> labels = new TreeMap<>(Json.texts(each.path("metric")));
      labels.remove("__name__");
      all.add(new Series(labels, number(each.path("value").path(1))));
    }
    return new QueryResult(List.copyOf(all));
  }

  private static double number(JsonNode node) throws WireException {
    String text = node.asText();
    return switch (text) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      case "NaN" -> Double.NaN;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          throw WireException.unknown("the query yields no number ('" + text + "')");
        }
      }
    };
  }
}
