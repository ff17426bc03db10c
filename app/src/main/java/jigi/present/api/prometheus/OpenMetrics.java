package jigi.present.api.prometheus;

import jigi.metrics.model.Labels;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Exposition in the format that the reader prefers: Prometheus's text 0.0.4, or OpenMetrics 1.0 for
 * one whose {@code Accept} names it.
 */
public final class OpenMetrics {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private OpenMetrics() {}

  /** Whether OpenMetrics is what the reader would rather have. */
  static boolean isWanted(@Nullable String accept) {
    double open = 0;
    double text = 0;
    for (String range : (accept == null ? "" : accept).split(",")) {
      String[] parts = range.strip().split(";");
      double weight = 1;
      for (String part : parts) {
        if (part.strip().matches("q=[01](\\.[0-9]{0,3})?")) {
          weight = Double.parseDouble(part.strip().substring(2));
        }
      }
      switch (parts[0].strip()) {
        case "application/openmetrics-text" -> open = Math.max(open, weight);
        case "text/plain" -> text = Math.max(text, weight);
        default -> {}
      }
    }
    return open > 0 && open >= text;
  }

  /**
   * An answer of samples.
   *
   * @param text in format 0.0.4, without timestamps
   */
  public static Reply answer(Exchange exchange, String text) {
    return isWanted(exchange.header("accept"))
        ? Reply.of(200, OPEN, open(text))
        : Reply.of(200, TEXT, text);
  }

  /** A counter's family is named without its ending there, and the end is marked. */
  private static String open(String text) {
    StringBuilder out = new StringBuilder(text.length() + 64);
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ") && line.endsWith("_total counter")) {
        String name = line.substring(7, line.length() - " counter".length());
        line = "# TYPE " + name.substring(0, name.length() - "_total".length()) + " counter";
      } else if (line.startsWith("# TYPE ") && line.endsWith(" untyped")) {
        line = line.substring(0, line.length() - "untyped".length()) + "unknown";
      }
      out.append(line).append('\n');
    }
    return out.append("# EOF\n").toString();
  }

  /** One sample with an instance, if an empty one; the time is written in the format's unit. */
  static void sample(Labels labels, double value, long timeMs, boolean open, StringBuilder out) {
    String name = labels.metricName();
    boolean plain = name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*");
    String separator = "{";
    if (plain) {
      out.append(name);
    } else {
      quoted(name, out.append('{'));
      separator = ",";
    }
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.name(i).equals(Labels.METRIC_NAME)) {
        out.append(separator);
        separator = ",";
        if (labels.name(i).matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
          out.append(labels.name(i));
        } else {
          quoted(labels.name(i), out);
        }
        quoted(labels.value(i), out.append('='));
      }
    }
    if (labels.get("instance") == null) {
      out.append(separator).append("instance=\"\"");
      separator = ",";
    }
    out.append(separator.equals(",") ? "} " : " ");
    Numbers.write(value, out);
    out.append(' ');
    if (open) {
      Numbers.seconds(timeMs, out);
    } else {
      out.append(timeMs);
    }
    out.append('\n');
  }

  private static void quoted(String text, StringBuilder out) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    out.append('"').append(escaped).append('"');
  }

  static Reply.Content reply(boolean open, StringBuilder out) {
    return open
        ? Reply.of(200, OPEN, out.append("# EOF\n").toString())
        : Reply.of(200, TEXT, out.toString());
  }
}
