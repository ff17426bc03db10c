package jigi.operate.backup.source;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import jigi.base.kernel.UserError;

/** An instant to which a source with a kept log is restored. */
public sealed interface Point {
  /** What was committed until then is there, and nothing of later. */
  record Time(Instant at) implements Point {}

  /**
   * A position of the source's own log: {@code 0/3000148}, {@code mariadb-bin.000008:4711}, or of
   * Redis the name of its stream and the bytes before it.
   */
  record Position(String position) implements Point {
    /** Whether it is one of PostgreSQL's log, which has no files in it. */
    public boolean isLsn() {
      return LSN.matcher(position).matches();
    }

    /** Whether it is one of MariaDB's log: a file and an offset. */
    public boolean isInFile() {
      return FILE.matcher(position).matches();
    }

    /** Whether it is one of the stream that Redis sends to its replicas. */
    public boolean isOffset() {
      return OFFSET.matcher(position).matches();
    }

    private String prefix() {
      return isLsn() ? "lsn:" : isOffset() ? "offset:" : "binlog:";
    }
  }

  /** A name that somebody gave to an instant at the source. */
  record Name(String name) implements Point {}

  Pattern LSN = Pattern.compile("[0-9A-F]{1,8}/[0-9A-F]{1,8}");
  Pattern FILE = Pattern.compile("[A-Za-z0-9_.-]{1,200}\\.[0-9]{6,10}:[0-9]{1,10}");
  Pattern OFFSET = Pattern.compile("[0-9a-f]{40}:[0-9]{1,19}");
  Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,63}");

  /**
   * Reads what {@link #text} writes: {@code time:2026-01-02T03:04:05Z}, {@code lsn:0/3000148},
   * {@code binlog:mariadb-bin.000008:4711}, {@code name:before_release}.
   *
   * @throws UserError {@code bad-point}
   */
  static Point of(String text) {
    int colon = text.indexOf(':');
    String value = text.substring(colon + 1);
    switch (colon < 0 ? "" : text.substring(0, colon)) {
      case "time" -> {
        try {
          return new Time(Instant.parse(value));
        } catch (DateTimeParseException e) {
          throw bad(text, e);
        }
      }
      case "lsn" -> {
        if (LSN.matcher(value).matches()) {
          return new Position(value);
        }
      }
      case "binlog" -> {
        if (FILE.matcher(value).matches()) {
          return new Position(value);
        }
      }
      case "offset" -> {
        if (OFFSET.matcher(value).matches()) {
          return new Position(value);
        }
      }
      case "name" -> {
        if (NAME.matcher(value).matches()) {
          return new Name(value);
        }
      }
      default -> throw bad(text, null);
    }
    throw bad(text, null);
  }

  private static UserError bad(String text, @org.jspecify.annotations.Nullable Exception cause) {
    return new UserError(
        "bad-point",
        "not a point in time ('" + text + "')",
        "write time:2026-01-02T03:04:05Z, lsn:0/3000148, binlog:mariadb-bin.000008:4711 or"
            + " name:before_release",
        cause);
  }

  /** One that a source does not know. */
  static UserError unknown(String text, String hint) {
    return new UserError(
        "bad-point", "the plan's source knows no such point ('" + text + "')", hint);
  }

  default String text() {
    return switch (this) {
      case Time time -> "time:" + time.at();
      case Position at -> at.prefix() + at.position();
      case Name name -> "name:" + name.name();
    };
  }
}
