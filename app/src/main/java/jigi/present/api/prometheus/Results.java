package jigi.present.api.prometheus;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jigi.base.kernel.Json;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.Annotation;
import jigi.metrics.promql.QueryResult;
import jigi.present.api.http.Reply;

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
    AnswerBytes out = new AnswerBytes(1024);
    out.put("{\"status\":\"success\",\"data\":").put(Json.write(data));
    texts("warnings", warnings, out);
    return json(out.put('}'));
  }

  /** At most so many, with a warning when some are left out; 0 for all. */
  static Reply.Content of(List<?> data, int limit) {
    return limit > 0 && data.size() > limit
        ? of(data.subList(0, limit), List.of(TRUNCATED))
        : of(data);
  }

  static Reply.Content series(List<Labels> series, int limit) {
    boolean cut = limit > 0 && series.size() > limit;
    AnswerBytes out = new AnswerBytes(series.size() * 128 + 64);
    out.put("{\"status\":\"success\",\"data\":[");
    for (Labels labels : cut ? series.subList(0, limit) : series) {
      labels(labels, out);
      out.put(',');
    }
    out.close(']');
    texts("warnings", cut ? List.of(TRUNCATED) : List.of(), out);
    return json(out.put('}'));
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
          "application/json", to -> write(result, query, limit, new AnswerBytes(to)));
    }
    AnswerBytes out = new AnswerBytes(room);
    try {
      write(result, query, limit, out);
    } catch (IOException e) {
      throw new IllegalStateException("memory is no file", e);
    }
    return json(out);
  }

  private static void write(QueryResult result, String query, int limit, AnswerBytes out)
      throws IOException {
    out.put("{\"status\":\"success\",\"data\":{\"resultType\":\"");
    boolean cut = data(result, limit == 0 ? Integer.MAX_VALUE : limit, out);
    List<String> warnings = remarks(result, Annotation.Kind.WARN, query);
    if (cut) {
      warnings.add(TRUNCATED);
    }
    out.put('}');
    texts("warnings", warnings, out);
    texts("infos", remarks(result, Annotation.Kind.INFO, query), out);
    out.put('}').end();
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
  private static boolean data(QueryResult result, int limit, AnswerBytes out) throws IOException {
    return switch (result) {
      case QueryResult.Scalar scalar -> {
        pair(scalar.timestampMs(), scalar.value(), out.put("scalar\",\"result\":"));
        yield false;
      }
      case QueryResult.StringValue string -> {
        out.put("string\",\"result\":[").seconds(string.timestampMs());
        quoted(string.value(), out.put(','));
        out.put(']');
        yield false;
      }
      case QueryResult.Vector vector -> vector(vector, limit, out);
      case QueryResult.Matrix matrix -> matrix(matrix, limit, out);
    };
  }

  private static boolean vector(QueryResult.Vector vector, int limit, AnswerBytes out) {
    out.put("vector\",\"result\":[");
    int size = Math.min(limit, vector.samples().size());
    for (QueryResult.Sample sample : vector.samples().subList(0, size)) {
      labels(sample.labels(), out.put("{\"metric\":"));
      pair(sample.timestampMs(), sample.value(), out.put(",\"value\":"));
      out.put("},");
    }
    out.close(']');
    return size < vector.samples().size();
  }

  private static boolean matrix(QueryResult.Matrix matrix, int limit, AnswerBytes out)
      throws IOException {
    out.put("matrix\",\"result\":[");
    int size = Math.min(limit, matrix.series().size());
    StepTexts begins = new StepTexts();
    for (QueryResult.Points points : matrix.series().subList(0, size)) {
      labels(points.labels(), out.put("{\"metric\":"));
      out.put(",\"values\":[");
      for (int i = 0; i < points.size(); i++) {
        out.put(begins.of(i, points.timestampsMs()[i]));
        out.value(points.values()[i]).put('"').put(']').put(',');
        out.passOn();
      }
      out.close(']');
      out.put("},").passOn();
    }
    out.close(']');
    return size < matrix.series().size();
  }

  /** What a point begins with, by its place: most series have the same steps as the one before. */
  private static final class StepTexts {
    private long[] times = {};
    private byte[][] texts = {};

    byte[] of(int place, long timestampMs) {
      if (place >= times.length) {
        int room = Math.max(256, place * 2);
        times = Arrays.copyOf(times, room);
        texts = Arrays.copyOf(texts, room);
      }
      byte[] text = texts[place];
      if (text == null || times[place] != timestampMs) {
        AnswerBytes out = new AnswerBytes(24);
        text = out.put('[').seconds(timestampMs).put(',').put('"').whole();
        times[place] = timestampMs;
        texts[place] = text;
      }
      return text;
    }
  }

  private static void pair(long timestampMs, double value, AnswerBytes out) {
    out.put('[').seconds(timestampMs).put(',').put('"').value(value).put('"').put(']');
  }

  private static void labels(Labels labels, AnswerBytes out) {
    out.put('{');
    for (int i = 0; i < labels.size(); i++) {
      quoted(labels.name(i), i == 0 ? out : out.put(','));
      quoted(labels.value(i), out.put(':'));
    }
    out.put('}');
  }

  private static void quoted(String text, AnswerBytes out) {
    out.put('"');
    if (isPlain(text)) {
      out.put(text);
    } else {
      out.put(ENCODER.quoteAsUTF8(text));
    }
    out.put('"');
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

  private static void texts(String name, List<String> texts, AnswerBytes out) {
    if (!texts.isEmpty()) {
      out.put(",\"").put(name).put("\":").put(Json.write(texts));
    }
  }

  private static Reply.Content json(AnswerBytes out) {
    return new Reply.Content(200, "application/json", out.whole(), List.of());
  }
}
