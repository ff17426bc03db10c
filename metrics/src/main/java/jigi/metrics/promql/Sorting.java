package jigi.metrics.promql;

import java.util.Comparator;
import java.util.List;

/** The functions that order an instant vector. */
final class Sorting {
  private Sorting() {}

  static void evaluate(Evaluator evaluator, Expr.Call call, RowSink sink) {
    if (evaluator.steps.count() > 1) {
      evaluator.context.annotations.warn(
          "sort is ineffective for range queries since results are always ordered by labels",
          call.position());
      evaluator.vector(call.arguments().getFirst(), sink);
      return;
    }
    List<Row> rows = evaluator.rows(call.arguments().getFirst());
    rows.sort(order(call));
    rows.forEach(row -> sink.accept(row.labels, row.dropName, row.values));
  }

  private static Comparator<Row> order(Expr.Call call) {
    boolean descending =
        call.function() == Function.SORT_DESC || call.function() == Function.SORT_BY_LABEL_DESC;
    if (call.function() == Function.SORT || call.function() == Function.SORT_DESC) {
      return (a, b) -> compareValues(a.values[0], b.values[0], descending);
    }
    List<String> names = call.arguments().stream().skip(1).map(Evaluator::string).toList();
    Comparator<Row> order = (a, b) -> compareLabels(a, b, names);
    return descending ? order.reversed() : order;
  }

  /** NaN comes last either way. */
  static int compareValues(double a, double b, boolean descending) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
    return descending ? Double.compare(b, a) : Double.compare(a, b);
  }

  private static int compareLabels(Row a, Row b, List<String> names) {
    for (String name : names) {
      int order = compareNaturally(a.labels.getOrEmpty(name), b.labels.getOrEmpty(name));
      if (order != 0) {
        return order;
      }
    }
    return a.labels.compareTo(b.labels);
  }

  /** Runs of digits compare as numbers, so that "web-9" comes before "web-10". */
  private static int compareNaturally(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int endA = chunk(a, i);
      int endB = chunk(b, j);
      int order = compareChunks(a.substring(i, endA), b.substring(j, endB));
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int chunk(String text, int from) {
    boolean digits = Text.isDigit(text.charAt(from));
    int i = from;
    while (i < text.length() && Text.isDigit(text.charAt(i)) == digits) {
      i++;
    }
    return i;
  }

  private static int compareChunks(String a, String b) {
    if (Text.isDigit(a.charAt(0)) && Text.isDigit(b.charAt(0))) {
      String x = a.replaceFirst("^0+", "");
      String y = b.replaceFirst("^0+", "");
      return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
    }
    return a.compareTo(b);
  }
}
