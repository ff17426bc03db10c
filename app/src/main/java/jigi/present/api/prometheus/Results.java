package jigi.present.api.prometheus;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Json;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.Annotation;
import jigi.metrics.promql.QueryResult;
import jigi.present.api.http.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers. Those of queries are written straight into text: a million points as a tree of
 * objects would cost more than the query.
 */
final class Results {
  static final String TRUNCATED = "results truncated due to limit";
  private static final int LARGE = 1 << 18;
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private Results() {}

  /** A successful answer of any shape. */
  static Reply.Content of(Object data) {
    return of(data, List.of());
  }

  static Reply.Content of(Object data, List<String> warnings) {
    StringBuilder out = new StringBuilder("{\"status\":\"success\",\"data\":");
    out.append(Json.write(data));
    texts("warnings", warnings, out);
    return json(out.append('}'));
  }

  /** At most so many, with a warning when some are left out; 0 for all. */
  static Reply.Content of(List<?> data, int limit) {
    return limit > 0 && data.size() > limit
        ? of(data.subList(0, limit), List.of(TRUNCATED))
        : of(data);
  }

  static Reply.Content series(List<Labels> series, int limit) {
    boolean cut = limit > 0 && series.size() > limit;
    StringBuilder out = new StringBuilder(series.size() * 128 + 64);
    out.append("{\"status\":\"success\",\"data\":[");
    for (Labels labels : cut ? series.subList(0, limit) : series) {
      labels(labels, out);
      out.append(',');
    }
    close(out, ']');
    texts("warnings", cut ? List.of(TRUNCATED) : List.of(), out);
    return json(out.append('}'));
  }

  /**
   * The answer to a query. One of many points is written piece by piece: as a whole it would need
   * the memory of several like it, and a collection of all memory to get that back.
   *
   * @param query its text, for the places that remarks are about
   * @param limit of series; 0 for all
   * @param whole whether it must come in one piece, as what is compressed does
   */
  static Reply of(QueryResult result, String query, int limit, boolean whole) {
    int room = room(result);
    if (!whole && room > LARGE) {
      return new Reply.Stream(
          "application/json", to -> write(result, query, limit, new Pieces(to)));
    }
    Pieces pieces = new Pieces(room);
    try {
      write(result, query, limit, pieces);
    } catch (IOException e) {
      throw new IllegalStateException("memory is no file", e);
    }
    return json(pieces.out);
  }

  /** Text on its way; without an end to write to it only grows. */
  private static final class Pieces {
    private static final int PIECE = 1 << 15;

    final StringBuilder out;
    private final @Nullable OutputStream to;

    Pieces(int room) {
      this.out = new StringBuilder(room);
      this.to = null;
    }

    Pieces(OutputStream to) {
      this.out = new StringBuilder(PIECE + 4096);
      this.to = to;
    }

    /** Passes on all but the last character, which may have to be replaced. */
    void passOn() throws IOException {
      if (to != null && out.length() > PIECE) {
        int last = out.length() - 1;
        to.write(out.substring(0, last).getBytes(StandardCharsets.UTF_8));
        out.delete(0, last);
      }
    }

    void end() throws IOException {
      if (to != null) {
        to.write(out.toString().getBytes(StandardCharsets.UTF_8));
        to.flush();
      }
    }
  }

  private static void write(QueryResult result, String query, int limit, Pieces pieces)
      throws IOException {
    StringBuilder out = pieces.out;
    out.append("{\"status\":\"success\",\"data\":{\"resultType\":\"");
    boolean cut = data(result, limit == 0 ? Integer.MAX_VALUE : limit, pieces);
    List<String> warnings = remarks(result, Annotation.Kind.WARN, query);
    if (cut) {
      warnings.add(TRUNCATED);
    }
    out.append('}');
    texts("warnings", warnings, out);
    texts("infos", remarks(result, Annotation.Kind.INFO, query), out);
    out.append('}');
    pieces.end();
  }

  private static int room(QueryResult result) {
    return switch (result) {
      case QueryResult.Scalar _, QueryResult.StringValue _ -> 128;
      case QueryResult.Vector vector -> 128 + Math.min(vector.samples().size(), 1 << 20) * 160;
      case QueryResult.Matrix matrix -> {
        long points = matrix.series().stream().mapToLong(QueryResult.Points::size).sum();
        yield (int) Math.min(128 + points * 28 + matrix.series().size() * 160L, 1 << 28);
      }
    };
  }

  /** Says whether series were left out. */
  private static boolean data(QueryResult result, int limit, Pieces pieces) throws IOException {
    StringBuilder out = pieces.out;
    return switch (result) {
      case QueryResult.Scalar scalar -> {
        pair(scalar.timestampMs(), scalar.value(), out.append("scalar\",\"result\":"));
        yield false;
      }
      case QueryResult.StringValue string -> {
        Numbers.seconds(string.timestampMs(), out.append("string\",\"result\":["));
        quoted(string.value(), out.append(','));
        out.append(']');
        yield false;
      }
      case QueryResult.Vector vector -> vector(vector, limit, out);
      case QueryResult.Matrix matrix -> matrix(matrix, limit, pieces);
    };
  }

  private static boolean vector(QueryResult.Vector vector, int limit, StringBuilder out) {
    out.append("vector\",\"result\":[");
    int size = Math.min(limit, vector.samples().size());
    for (QueryResult.Sample sample : vector.samples().subList(0, size)) {
      labels(sample.labels(), out.append("{\"metric\":"));
      pair(sample.timestampMs(), sample.value(), out.append(",\"value\":"));
      out.append("},");
    }
    close(out, ']');
    return size < vector.samples().size();
  }

  private static boolean matrix(QueryResult.Matrix matrix, int limit, Pieces pieces)
      throws IOException {
    StringBuilder out = pieces.out;
    out.append("matrix\",\"result\":[");
    int size = Math.min(limit, matrix.series().size());
    for (QueryResult.Points points : matrix.series().subList(0, size)) {
      labels(points.labels(), out.append("{\"metric\":"));
      out.append(",\"values\":[");
      for (int i = 0; i < points.size(); i++) {
        pair(points.timestampsMs()[i], points.values()[i], out);
        out.append(',');
        pieces.passOn();
      }
      close(out, ']');
      out.append("},");
      pieces.passOn();
    }
    close(out, ']');
    return size < matrix.series().size();
  }

  private static void pair(long timestampMs, double value, StringBuilder out) {
    Numbers.seconds(timestampMs, out.append('['));
    Numbers.write(value, out.append(",\""));
    out.append("\"]");
  }

  private static void labels(Labels labels, StringBuilder out) {
    out.append('{');
    for (int i = 0; i < labels.size(); i++) {
      quoted(labels.name(i), i == 0 ? out : out.append(','));
      quoted(labels.value(i), out.append(':'));
    }
    out.append('}');
  }

  private static void quoted(String text, StringBuilder out) {
    out.append('"');
    if (isPlain(text)) {
      out.append(text);
    } else {
      ENCODER.quoteAsString(text, out);
    }
    out.append('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static List<String> remarks(QueryResult result, Annotation.Kind kind, String query) {
    List<String> all = new ArrayList<>();
    for (Annotation remark : result.annotations()) {
      if (remark.kind() == kind) {
        all.add(remark.inQuery(query));
      }
    }
    return all;
  }

  private static void texts(String name, List<String> texts, StringBuilder out) {
    if (!texts.isEmpty()) {
      out.append(",\"").append(name).append("\":").append(Json.write(texts));
    }
  }

  /** Ends a list, in the place of the comma behind its last member. */
  private static void close(StringBuilder out, char bracket) {
    int last = out.length() - 1;
    if (out.charAt(last) == ',') {
      out.setCharAt(last, bracket);
    } else {
      out.append(bracket);
    }
  }

  private static Reply.Content json(StringBuilder out) {
    return Reply.of(200, "application/json", out.toString());
  }
}
