package jigi.standin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a log line looks. */
enum LogFormat {
  /** {@code 2026-01-13 09:00:00,123 ERROR message}. */
  PLAIN {
    @Override
    String line(String name, Instant at, Log.Level level, String message) {
      return format("yyyy-MM-dd HH:mm:ss,SSS", at) + " " + level + " " + message;
    }
  },
  /** One JSON object a line. */
  JSON {
    @Override
    String line(String name, Instant at, Log.Level level, String message) {
      return "{\"time\":\"%s\",\"level\":\"%s\",\"service\":\"%s\",\"message\":\"%s\"}"
          .formatted(at, lower(level), escape(name), escape(message));
    }

    @Override
    String access(String name, Log.Access a) {
      return ("{\"time\":\"%s\",\"level\":\"%s\",\"service\":\"%s\",\"message\":\"request\","
              + "\"method\":\"%s\",\"path\":\"%s\",\"status\":%d,\"bytes\":%d,\"ms\":%d,"
              + "\"client\":\"%s\"}")
          .formatted(
              a.at(),
              lower(a.level()),
              escape(name),
              escape(a.method()),
              escape(a.path()),
              a.status(),
              a.bytes(),
              a.millis(),
              escape(a.client()));
    }
  },
  /** {@code time=… level=error service=shop msg="…"}. */
  LOGFMT {
    @Override
    String line(String name, Instant at, Log.Level level, String message) {
      return "time=%s level=%s service=%s msg=\"%s\""
          .formatted(at, lower(level), name, escape(message));
    }

    @Override
    String access(String name, Log.Access a) {
      return line(name, a.at(), a.level(), "request")
          + " method=%s path=\"%s\" status=%d bytes=%d ms=%d client=%s"
              .formatted(
                  a.method(), escape(a.path()), a.status(), a.bytes(), a.millis(), a.client());
    }
  },
  /** The combined log of nginx; it holds requests only. */
  NGINX {
    @Override
    Optional<String> event(String name, Instant at, Log.Level level, String message) {
      return Optional.empty();
    }

    @Override
    String access(String name, Log.Access a) {
      return "%s - - [%s] \"%s %s HTTP/1.1\" %d %d \"-\" \"stand-in\""
          .formatted(
              a.client(),
              format("dd/MMM/yyyy:HH:mm:ss Z", a.at()),
              a.method(),
              escape(a.path()),
              a.status(),
              a.bytes());
    }
  },
  /** The console pattern of Spring Boot 3. */
  SPRING {
    @Override
    String line(String name, Instant at, Log.Level level, String message) {
      return "%s %5s %d --- [%s] [nio-exec-1] d.s.web.RequestLog : %s"
          .formatted(
              format("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", at),
              level,
              ProcessHandle.current().pid(),
              name,
              message);
    }
  };

  /** Reads the name that the command line uses. */
  static LogFormat named(String name) {
    return Stream.of(values())
        .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown log format '"
                        + name
                        + "'; HINT: one of "
                        + String.join(", ", names())));
  }

  private static java.util.List<String> names() {
    return Stream.of(values())
        .map(f -> f.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toList());
  }

  Optional<String> event(String name, Instant at, Log.Level level, String message) {
    return Optional.of(line(name, at, level, message));
  }

  String access(String name, Log.Access a) {
    return line(
        name,
        a.at(),
        a.level(),
        "%s %s %d %dms".formatted(a.method(), a.path(), a.status(), a.millis()));
  }

  String line(String name, Instant at, Log.Level level, String message) {
    throw new UnsupportedOperationException(name() + " has no lines for events");
  }

  private static String lower(Log.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static String format(String pattern, Instant at) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC).format(at);
  }

  /** A path may hold anything; a log line must stay one line. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    return out.toString();
  }
}
