package jigi.detect.probe.log;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How bad a line says that it is. */
enum Level {
  FATAL,
  ERROR,
  WARNING,
  INFO,
  DEBUG,
  /** The line does not say. */
  NONE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The level that a word means, of the words of syslog, log4j, Python, Go, PostgreSQL and pino's
   * numbers; null for any other word.
   */
  static @Nullable Level of(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "FATAL", "CRITICAL", "CRIT", "PANIC", "EMERG", "EMERGENCY", "ALERT", "60" -> FATAL;
      case "ERROR", "ERR", "SEVERE", "EROR", "50" -> ERROR;
      case "WARN", "WARNING", "40" -> WARNING;
      case "INFO", "NOTICE", "INFORMATION", "LOG", "30" -> INFO;
      case "DEBUG", "TRACE", "FINE", "FINER", "FINEST", "VERBOSE", "20", "10" -> DEBUG;
      default -> null;
    };
  }
}
