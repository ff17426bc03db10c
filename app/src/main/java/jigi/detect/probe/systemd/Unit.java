package jigi.detect.probe.systemd;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A unit's properties as {@code systemctl show} prints them, see systemctl(1). */
record Unit(Map<String, String> properties) {
  private static final List<String> ASKED =
      List.of(
          "LoadState",
          "ActiveState",
          "SubState",
          "Result",
          "NRestarts",
          "ExecMainStatus",
          "ActiveEnterTimestamp",
          "LastTriggerUSec",
          "NextElapseUSecRealtime");

  /** Times come as microseconds since 1970 when they are asked for so ({@code --timestamp}). */
  static List<String> command(String unit) {
    return List.of(
        "systemctl",
        "show",
        "--no-pager",
        "--timestamp=unix",
        "--property=" + String.join(",", ASKED),
        "--",
        unit);
  }

  static Unit parse(String text) {
    Map<String, String> properties = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        properties.put(line.substring(0, equals), line.substring(equals + 1).strip());
      }
    }
    return new Unit(Map.copyOf(properties));
  }

  String text(String property) {
    return properties.getOrDefault(property, "");
  }

  /** Null where systemd has no such number. */
  @Nullable Double number(String property) {
    String text = text(property);
    return text.matches("\\d+") ? Double.valueOf(text) : null;
  }

  /** Null where it never happened, or will not. */
  @Nullable Instant time(String property) {
    String text = text(property);
    if (text.matches("@\\d+")) {
      long seconds = Long.parseLong(text.substring(1));
      return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }
    return null;
  }
}
