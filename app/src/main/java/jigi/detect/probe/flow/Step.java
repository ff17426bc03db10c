package jigi.detect.probe.flow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Extraction;

/**
 * One request of a flow. Names in braces stand for what was taken from earlier answers and for
 * secrets.
 *
 * @param extract what to take from the answer, by name
 */
record Step(
    Line line,
    Map<String, String> headers,
    String body,
    List<Expectation> expect,
    Map<String, Extraction> extract) {
  private static final Set<String> SUBJECTS =
      Set.of("status", "time", "body", "json", "header", "fresh");

  /** {@code POST /api/session}. */
  record Line(String method, String path) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static final Field<Line> REQUEST =
      Field.required(
          "request",
          Shapes.scalar(
              "a method and a path",
              "POST /api/session",
              Map.of("type", "string"),
              text -> {
                String[] words = text.split(" ", 2);
                boolean valid = text.matches("(GET|HEAD|POST|PUT|PATCH|DELETE) [/{][!-~]*");
                return valid ? new Line(words[0], words[1]) : null;
              }),
          "Method and path, below the connection's address.");
  private static final Field<Map<String, String>> HEADERS =
      Field.optional(
          "headers",
          Shapes.mapOf(
              Shapes.scalar(
                  "text on one line",
                  "application/json",
                  Map.of("type", "string"),
                  text -> text.chars().anyMatch(Character::isISOControl) ? null : text)),
          "Request headers.");
  private static final Field<String> BODY =
      Field.optional("body", Shapes.text(), "The request's body.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(SUBJECTS, "What the answer must be like.", "status < 400");
  private static final Field<Map<String, Extraction>> EXTRACT =
      Field.optional(
          "extract",
          Shapes.mapOf(Extraction.shape()),
          "What to take from the answer, by the name that later steps write in braces.");

  static Shape<Step> shape() {
    return ObjectShape.of(
        "a step of a flow", List.of(REQUEST, HEADERS, BODY, EXPECT, EXTRACT), Step::of);
  }

  private static Step of(Values values) {
    return new Step(
        values.get(REQUEST),
        values.find(HEADERS, Map.of()),
        values.find(BODY, ""),
        values.get(EXPECT),
        values.find(EXTRACT, Map.of()));
  }
}
