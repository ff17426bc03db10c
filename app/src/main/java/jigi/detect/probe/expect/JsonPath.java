package jigi.detect.probe.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** A way into a JSON document: {@code $.checks[0].status}. */
record JsonPath(String text, List<String> steps) {
  /** Null for what is no path; steps that are numbers are positions. */
  static @Nullable JsonPath parse(String text) {
    if (!text.matches("\\$(\\.[A-Za-z0-9_-]+|\\[\\d{1,6}]|\\[\"[^\"]+\"])*")) {
      return null;
    }
    List<String> steps = new ArrayList<>();
    for (String step : text.substring(1).split("[.\\[]", -1)) {
      if (!step.isEmpty()) {
        steps.add(step.replaceAll("[\"\\]]", ""));
      }
    }
    return new JsonPath(text, List.copyOf(steps));
  }

  @Nullable String compareText(String body, String op, String wanted) {
    JsonNode node = find(body);
    if (node == null) {
      return "the body is not JSON";
    }
    if (node.isMissingNode()) {
      return "there is no " + text;
    }
    boolean equal = node.asText().equals(wanted);
    return switch (op) {
      case "==" -> equal ? null : "it is " + shown(node);
      case "!=" -> equal ? "it is " + shown(node) : null;
      default -> {
        int order = node.asText().compareTo(wanted);
        yield ExpectationParser.compare(order, op, 0, v -> "it is " + shown(node));
      }
    };
  }

  @Nullable String compareNumber(String body, String op, double wanted) {
    JsonNode node = find(body);
    if (node == null) {
      return "the body is not JSON";
    }
    if (node.isMissingNode()) {
      return "there is no " + text;
    }
    if (!node.isNumber()) {
      return "it is " + shown(node) + ", no number";
    }
    return ExpectationParser.compare(node.asDouble(), op, wanted, v -> "it is " + shown(node));
  }

  /** Null when it is not there, or holds other values. */
  @Nullable String scalar(String body) {
    JsonNode node = find(body);
    return node == null || !node.isValueNode() || node.isNull() ? null : node.asText();
  }

  private @Nullable JsonNode find(String body) {
    try {
      JsonNode node = Json.tree(body);
      for (String step : steps) {
        node =
            node.isArray() && step.matches("\\d+")
                ? node.path(Integer.parseInt(step))
                : node.path(step);
      }
      return node;
    } catch (UserError e) {
      return null;
    }
  }

  private static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
