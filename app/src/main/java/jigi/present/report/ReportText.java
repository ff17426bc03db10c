package jigi.present.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.schedule.Cadence;
import jigi.detect.inventory.Bytes;
import jigi.detect.metric.Unit;
import org.jspecify.annotations.Nullable;

/** A report's words and numbers, in a reader's language. */
public record ReportText(Messages messages, Language language, ZoneId zone) {
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private static final Duration MINUTE = Duration.ofMinutes(1);

  String t(String key) {
    return messages.text(language, "report." + key);
  }

  String t(String key, Map<String, String> arguments) {
    return messages.text(language, "report." + key, arguments);
  }

  public String at(Instant instant) {
    return MOMENT.format(instant.atZone(zone));
  }

  public String chapter(Report.Part part) {
    return t("chapter." + part.chapter().key());
  }

  /** {@code 2026-11-16 ~ 2026-11-22}, a single day alone. */
  public String period(Period period) {
    return period.cadence() == Cadence.DAY
        ? period.first().toString()
        : period.first() + " ~ " + period.last();
  }

  /** What the line is about. */
  public String label(Report.Part part, Report.Line line) {
    String key = "line." + part.chapter().key() + "." + line.key();
    return t(key, Map.of("subject", line.subject())).strip();
  }

  public String value(Report.Line line) {
    return figure(line.unit(), line.value());
  }

  public String before(Report.Line line) {
    return figure(line.unit(), line.before());
  }

  private String figure(Unit unit, @Nullable Double value) {
    if (value == null) {
      return t("none");
    }
    return switch (unit) {
      case COUNT -> number(value);
      case RATIO -> percent(value * 100) + "%";
      case SECONDS -> seconds(value);
      case BYTES -> Bytes.format(value);
    };
  }

  /** How it differs from before; empty where one of them is not known. */
  public String change(Report.Line line) {
    Double now = line.value();
    Double before = line.before();
    if (now == null || before == null) {
      return "";
    }
    double more = now - before;
    if (more == 0) {
      return "±0";
    }
    String sign = more > 0 ? "+" : "-";
    double size = Math.abs(more);
    return switch (line.unit()) {
      case COUNT -> sign + number(size) + share(more, before);
      case RATIO -> sign + t("points", Map.of("n", percent(size * 100)));
      case SECONDS -> sign + seconds(size) + share(more, before);
      case BYTES -> sign + Bytes.format(size) + share(more, before);
    };
  }

  private static String share(double more, double before) {
    return before == 0
        ? ""
        : String.format(Locale.ROOT, " (%+.0f%%)", more / Math.abs(before) * 100);
  }

  /** Whole numbers as they are, others to two digits. */
  private static String number(double value) {
    boolean whole = value == Math.rint(value) || Math.abs(value) >= 1000;
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.2f", value);
  }

  /** Close to a hundred every digit counts, and what is not all of it must not look like it. */
  private static String percent(double value) {
    double shown = value > 99 && value < 100 ? Math.floor(value * 100) / 100 : value;
    return String.format(Locale.ROOT, shown == Math.rint(shown) ? "%.0f" : "%.2f", shown);
  }

  private String seconds(double value) {
    Duration d = Duration.ofMillis(Math.round(value * 1000));
    if (d.compareTo(MINUTE) >= 0) {
      String minutes = time("m", d.toMinutesPart());
      return d.toHours() == 0 ? minutes : time("h", d.toHours()) + " " + minutes;
    }
    return value > 0 && value < 1
        ? String.format(Locale.ROOT, value < 0.01 ? "%.1f ms" : "%.0f ms", value * 1000)
        : messages.text(language, "time.s", Map.of("n", String.format(Locale.ROOT, "%.2f", value)));
  }

  private String time(String unit, long n) {
    return messages.text(language, "time." + unit, Map.of("n", String.valueOf(n)));
  }
}
