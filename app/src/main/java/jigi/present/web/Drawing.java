package jigi.present.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jigi.present.api.view.Beats;
import jigi.present.api.view.Chart;
import jigi.present.api.view.ComponentFacts;
import org.jspecify.annotations.Nullable;

/** Path data of the small drawings, so that pages need no script for them. */
public final class Drawing {
  /** Units of a heartbeat's slice: its bar and the gap after it. */
  private static final int SLICE = 4;

  private static final int BAR = 3;
  private static final int HEIGHT = 20;
  private static final int CHART_WIDTH = 600;
  private static final int CHART_HEIGHT = 100;

  private Drawing() {}

  public static String viewBox(Beats beats) {
    return "0 0 " + Math.max(1, beats.marks().length() * SLICE - 1) + " " + HEIGHT;
  }

  /** All bars of one mark: read by height as well as by colour. */
  public static String bars(Beats beats, char mark) {
    int height =
        switch (mark) {
          case 'f', 'u' -> HEIGHT;
          case 'w' -> 14;
          case 'o' -> 8;
          default -> 2;
        };
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < beats.marks().length(); i++) {
      if (beats.marks().charAt(i) == mark) {
        bar(path, i * SLICE, height, mark == 'u');
      }
    }
    return path.toString();
  }

  /** A hollow bar is drawn along its middle line, so that its stroke stays within its slice. */
  private static void bar(StringBuilder path, int x, int height, boolean hollow) {
    String inset = hollow ? ".5" : "";
    path.append('M').append(x).append(inset).append(' ').append(HEIGHT - height).append(inset);
    int width = hollow ? BAR - 1 : BAR;
    int tall = hollow ? height - 1 : height;
    path.append('h').append(width).append('v').append(tall).append("h-").append(width).append('z');
  }

  /** A line through values, within 96 by 22 units; the lowest is at the bottom. */
  public static String spark(List<Long> values) {
    long least = values.stream().mapToLong(Long::longValue).min().orElse(0);
    long most = values.stream().mapToLong(Long::longValue).max().orElse(0);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      double x = 2 + 92.0 * i / Math.max(1, values.size() - 1);
      double share = most == least ? 0.5 : (values.get(i) - least) / (double) (most - least);
      path.append(
          String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "M" : " ", x, 19 - 16 * share));
    }
    return path.toString();
  }

  public static String viewBox() {
    return "0 0 " + CHART_WIDTH + " " + CHART_HEIGHT;
  }

  /** The line of a chart; it breaks where nothing was measured. */
  public static String line(Chart chart) {
    double span = Math.max(1, Duration.between(chart.from(), chart.to()).toMillis());
    double top = top(chart);
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (Chart.Point point : chart.points()) {
      if (Double.isNaN(point.value())) {
        pen = false;
      } else {
        double x = Duration.between(chart.from(), point.at()).toMillis() / span * CHART_WIDTH;
        double y = CHART_HEIGHT - point.value() / top * CHART_HEIGHT;
        path.append(pen ? 'L' : 'M').append(String.format(Locale.ROOT, "%.1f %.1f", x, y));
        path.append(pen ? "" : "h0");
        pen = true;
      }
    }
    return path.toString();
  }

  /** The values at the lower and the upper edge. */
  public record Bounds(double low, double high) {}

  /** Of several lines: from zero when zero is not far, else from what there is. */
  public static Bounds bounds(List<List<Chart.Point>> lines) {
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    for (List<Chart.Point> line : lines) {
      for (Chart.Point point : line) {
        if (Double.isFinite(point.value())) {
          low = Math.min(low, point.value());
          high = Math.max(high, point.value());
        }
      }
    }
    if (low > high) {
      return new Bounds(0, 1);
    }
    if (low >= 0 && low < high / 2) {
      low = 0;
    }
    if (low == high) {
      double room = low == 0 ? 1 : Math.abs(low) / 2;
      return new Bounds(low > 0 ? 0 : low - room, high + room);
    }
    return new Bounds(low, high);
  }

  /** An upright line at an instant. */
  public static String mark(Chart chart, Instant at) {
    double span = Math.max(1, Duration.between(chart.from(), chart.to()).toMillis());
    double x = Duration.between(chart.from(), at).toMillis() / span * CHART_WIDTH;
    return String.format(Locale.ROOT, "M%.1f 0v%d", x, CHART_HEIGHT);
  }

  /** A line between two edges; it breaks where nothing was measured. */
  public static String line(Chart chart, Bounds bounds) {
    double span = Math.max(1, Duration.between(chart.from(), chart.to()).toMillis());
    double height = bounds.high() - bounds.low();
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (Chart.Point point : chart.points()) {
      if (!Double.isFinite(point.value())) {
        pen = false;
      } else {
        double x = Duration.between(chart.from(), point.at()).toMillis() / span * CHART_WIDTH;
        double y = CHART_HEIGHT - (point.value() - bounds.low()) / height * CHART_HEIGHT;
        path.append(pen ? 'L' : 'M').append(String.format(Locale.ROOT, "%.1f %.1f", x, y));
        path.append(pen ? "" : "h0");
        pen = true;
      }
    }
    return path.toString();
  }

  /**
   * The value at the upper edge: the next 1, 2 or 5 times a power of ten. A limit that is not far
   * from what was measured is within the chart.
   */
  public static double top(Chart chart) {
    double measured =
        chart.points().stream()
            .mapToDouble(Chart.Point::value)
            .filter(value -> !Double.isNaN(value))
            .max()
            .orElse(1);
    double max =
        chart.limits().stream()
            .mapToDouble(ComponentFacts.Limit::value)
            .filter(limit -> limit <= 2 * measured)
            .reduce(measured, Math::max);
    if (chart.unit().equals("ratio") && max > 0.5 && max <= 1) {
      return 1;
    }
    if (!(max > 0)) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(max)));
    for (double step : List.of(1.0, 2.0, 5.0)) {
      if (max <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }

  /** The lowest limit that lies within the chart; null when none does. */
  public static ComponentFacts.@Nullable Limit limit(Chart chart) {
    double top = top(chart);
    return chart.limits().stream().filter(limit -> limit.value() <= top).findFirst().orElse(null);
  }

  /** The height at which a value is drawn, from above. */
  public static String height(Chart chart, double value) {
    return String.format(Locale.ROOT, "%.1f", CHART_HEIGHT - value / top(chart) * CHART_HEIGHT);
  }

  /** The last value that was measured; not a number when there is none. */
  public static double last(Chart chart) {
    return chart.points().reversed().stream()
        .mapToDouble(Chart.Point::value)
        .filter(value -> !Double.isNaN(value))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Every so-manieth point, so that a table of them can be read. */
  public static List<Chart.Point> sample(Chart chart, int most) {
    int step = Math.max(1, chart.points().size() / most);
    List<Chart.Point> some = new ArrayList<>();
    for (int i = chart.points().size() - 1; i >= 0; i -= step) {
      some.add(chart.points().get(i));
    }
    return some;
  }

  /** A value of a chart in its unit. */
  public static String value(Chart chart, double value) {
    return switch (chart.unit()) {
      case "s" -> value < 1 ? whole(value * 1000) + " ms" : trim(value) + " s";
      case "ratio" -> trim(value * 100) + " %";
      case "bytes" -> bytes(value);
      default -> trim(value);
    };
  }

  /** Bytes in binary units. */
  public static String bytes(double value) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double left = value;
    int unit = 0;
    while (left >= 1024 && unit < units.length - 1) {
      left /= 1024;
      unit++;
    }
    return trim(left) + " " + units[unit];
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static String trim(double value) {
    return value == Math.rint(value) ? whole(value) : String.format(Locale.ROOT, "%.1f", value);
  }
}
