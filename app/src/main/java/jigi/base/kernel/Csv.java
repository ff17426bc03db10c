package jigi.base.kernel;

import java.util.List;

/** Comma-separated values (RFC 4180) that spreadsheets open as they are. */
public final class Csv {
  /** So that spreadsheets take the text for UTF-8; stands first. */
  public static final String BOM = "\uFEFF";

  private Csv() {}

  /** One line; a field that a spreadsheet would compute is quoted. */
  public static void row(StringBuilder out, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String plain = cell.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + cell : cell;
      out.append(i == 0 ? "" : ",").append('"').append(plain.replace("\"", "\"\"")).append('"');
    }
    out.append("\r\n");
  }
}
