package jigi.standin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One way in which the service can be broken. */
sealed interface Fault {
  /** The process ends with exit code 1. */
  record Crash() implements Fault {}

  /** Every answer comes later by this much. */
  record Slow(Duration by) implements Fault {}

  /** This share of the answers is a 500, spread evenly. */
  record Errors(double share) implements Fault {}

  /** The answer is {@code ERR} with status 200: a service that lies to a status check. */
  record ErrBody() implements Fault {}

  /** The answer is a 502, as from a gateway whose backend is gone. */
  record BadGateway() implements Fault {}

  /** Memory outside the heap grows by this many bytes per second, up to the limit in bytes. */
  record Leak(long bytesPerSecond, long limit) implements Fault {}

  /** A file is filled up to this many bytes, or until the disk is full. */
  record Disk(Path file, long size) implements Fault {}

  /** Connections are taken and never answered. */
  record Hang() implements Fault {}

  String KINDS =
      "crash, slow=2s, errors=50%, err-body, bad-gateway, leak=10MB/s, disk=FILE:SIZE, hang, none";

  long LEAK_LIMIT = 512L << 20;

  /** The fault as {@link #parseAll} reads it. */
  default String text() {
    return switch (this) {
      case Crash() -> "crash";
      case Slow(Duration by) -> "slow=" + by.toMillis() + "ms";
      case Errors(double share) -> "errors=" + share * 100 + "%";
      case ErrBody() -> "err-body";
      case BadGateway() -> "bad-gateway";
      case Leak(long rate, long limit) -> "leak=" + rate + "B/s:" + limit + "B";
      case Disk(Path file, long size) -> "disk=" + file + ":" + size + "B";
      case Hang() -> "hang";
    };
  }

  /** Reads faults separated by spaces, commas or line ends; {@code none} alone heals. */
  static List<Fault> parseAll(String text) {
    List<Fault> faults = new ArrayList<>();
    boolean none = false;
    for (String word : text.strip().split("[\\s,]+")) {
      if (word.equals("none")) {
        none = true;
      } else if (!word.isEmpty()) {
        faults.add(parse(word));
      }
    }
    if (none == !faults.isEmpty()) {
      throw new UsageException("'" + text.strip() + "' is no fault; HINT: one or more of " + KINDS);
    }
    return List.copyOf(faults);
  }

  private static Fault parse(String word) {
    int equals = word.indexOf('=');
    String kind = equals < 0 ? word : word.substring(0, equals);
    String value = equals < 0 ? "" : word.substring(equals + 1);
    return switch (kind) {
      case "slow" -> new Slow(Quantity.duration(value));
      case "errors" -> new Errors(Quantity.share(value));
      case "leak" -> leak(value);
      case "disk" -> disk(value);
      default -> plain(kind, value);
    };
  }

  private static Fault plain(String kind, String value) {
    if (!value.isEmpty()) {
      throw new UsageException("'" + kind + "=" + value + "': HINT: one of " + KINDS);
    }
    return switch (kind) {
      case "crash" -> new Crash();
      case "err-body" -> new ErrBody();
      case "bad-gateway" -> new BadGateway();
      case "hang" -> new Hang();
      default -> throw new UsageException("unknown fault '" + kind + "'; HINT: one of " + KINDS);
    };
  }

  private static Fault leak(String value) {
    String[] parts = value.split(":", 2);
    if (!parts[0].endsWith("/s")) {
      throw new UsageException("leak=" + value + ": HINT: write leak=10MB/s or leak=10MB/s:200MB");
    }
    long perSecond = Quantity.bytes(parts[0].substring(0, parts[0].length() - "/s".length()));
    return new Leak(perSecond, parts.length > 1 ? Quantity.bytes(parts[1]) : LEAK_LIMIT);
  }

  private static Fault disk(String value) {
    int colon = value.lastIndexOf(':');
    if (colon < 1) {
      throw new UsageException("disk=" + value + ": HINT: write disk=/var/tmp/fill:200MB");
    }
    return new Disk(Path.of(value.substring(0, colon)), Quantity.bytes(value.substring(colon + 1)));
  }
}
