package jigi.present.cli;

import java.util.List;

/** Widths on a terminal, where Hangul and CJK take two cells. */
final class Columns {
  private Columns() {}

  static int width(String text) {
    return text.codePoints().map(c -> wide(c) ? 2 : 1).sum();
  }

  static String row(List<String> cells, int[] widths) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      out.append(cell);
      if (i < cells.size() - 1) {
        out.append(" ".repeat(widths[i] - width(cell) + 2));
      }
    }
    return out.toString().stripTrailing();
  }

  /** East Asian Width W and F, by the blocks that matter here (Unicode Standard Annex 11). */
  private static boolean wide(int c) {
    return (c >= 0x1100 && c <= 0x115f)
        || (c >= 0x2e80 && c <= 0xa4cf)
        || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0xfe30 && c <= 0xfe6f)
        || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0x1f300 && c <= 0x1faff);
  }
}
