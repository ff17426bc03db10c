package jigi.present.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A curve in characters: one value per column, the axis left of it, gaps where nothing was
 * measured.
 *
 * @param values one per column; NaN for a gap
 * @param height rows of the curve, at least 2
 */
record Plot(List<Double> values, int height) {
  Plot {
    values = List.copyOf(values);
  }

  /** The rows from top to bottom, each with its label. */
  List<String> lines() {
    double[] known = values.stream().mapToDouble(v -> v).filter(Double::isFinite).toArray();
    double least = DoubleStream.of(known).min().orElse(0);
    double most = DoubleStream.of(known).max().orElse(0);
    if (least == most) {
      // A constant lies in the middle of a band as wide as itself, so that it is seen as a line.
      double band = least == 0 ? 1 : Math.abs(least) / 2;
      least -= band;
      most += band;
    }
    char[][] cells = cells(least, most);
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < height; row++) {
      labels.add(number(most - (most - least) * row / (height - 1)));
    }
    int width = labels.stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < height; row++) {
      String label = labels.get(row);
      lines.add(
          " ".repeat(width - label.length())
              + label
              + " ┤"
              + new String(cells[row]).stripTrailing());
    }
    return lines;
  }

  /** How far the curve is indented by its labels. */
  static int indent(List<String> lines) {
    return lines.isEmpty() ? 0 : lines.getFirst().indexOf('┤') + 1;
  }

  private char[][] cells(double least, double most) {
    char[][] cells = new char[height][values.size()];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    for (int column = 0; column < values.size(); column++) {
      double value = values.get(column);
      if (Double.isFinite(value)) {
        int here = row(value, least, most);
        double before = column == 0 ? Double.NaN : values.get(column - 1);
        draw(cells, column, here, Double.isFinite(before) ? row(before, least, most) : here);
      }
    }
    return cells;
  }

  private int row(double value, double least, double most) {
    return (int) Math.round((most - value) / (most - least) * (height - 1));
  }

  /** The column's value, joined to that of the column before it. */
  private static void draw(char[][] cells, int column, int here, int before) {
    if (here == before) {
      cells[here][column] = '─';
      return;
    }
    boolean rises = here < before;
    cells[before][column] = rises ? '╯' : '╮';
    cells[here][column] = rises ? '╭' : '╰';
    for (int row = Math.min(here, before) + 1; row < Math.max(here, before); row++) {
      cells[row][column] = '│';
    }
  }

  /** Four significant digits without needless zeros. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size >= 1e7 || size < 1e-4) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    int digits = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
