package jigi;

import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What libraries warn of goes to stderr, a line each; what they merely tell stays silent. */
final class Logging {
  private Logging() {}

  /** Must be called before anything logs. */
  static void configure(PrintStream err) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(new Lines(err));
  }

  /** Time, level, the logger's short name, the message and what caused it. */
  private static final class Lines extends Handler {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private final PrintStream err;
    private final Formatter messages =
        new Formatter() {
          @Override
          public String format(LogRecord record) {
            return formatMessage(record);
          }
        };

    Lines(PrintStream err) {
      this.err = err;
      setLevel(Level.WARNING);
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        err.println(line(record));
      }
    }

    private String line(LogRecord record) {
      String name = record.getLoggerName() == null ? "" : record.getLoggerName();
      StringBuilder out = new StringBuilder();
      out.append(
          TIME.format(
              record.getInstant().atZone(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)));
      out.append(record.getLevel().intValue() >= Level.SEVERE.intValue() ? " ERROR " : " WARN ");
      out.append(name.substring(name.lastIndexOf('.') + 1)).append(": ");
      out.append(messages.format(record));
      for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
        out.append(": ").append(cause);
      }
      // One event is one line for whatever reads the file, whoever wrote the message.
      return out.toString().replaceAll("\\R\\s*", " | ").replaceAll("\\p{Cntrl}", "");
    }

    @Override
    public void flush() {
      err.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }
}
