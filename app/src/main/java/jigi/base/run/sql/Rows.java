package jigi.base.run.sql;

import java.util.List;
import java.util.stream.Collectors;
import jigi.base.connect.database.Row;

/** Rows as a person reads them. */
final class Rows {
  private static final int WIDEST = 200;
  private static final int LONGEST = 8000;

  private Rows() {}

  /** A line for each row with the names of its columns, each behind a line break; capped. */
  static String table(List<Row> rows) {
    StringBuilder out = new StringBuilder();
    for (Row row : rows) {
      String line = line(row);
      if (out.length() + line.length() > LONGEST) {
        out.append("\n…");
        break;
      }
      out.append('\n').append(line);
    }
    return out.toString();
  }

  static String line(Row row) {
    return row.values().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + shortened(entry.getValue()))
        .collect(Collectors.joining("  "));
  }

  private static String shortened(@org.jspecify.annotations.Nullable Object value) {
    String text = value == null ? "NULL" : value.toString().replaceAll("\\p{Cntrl}+", " ");
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST) + "…";
  }
}
