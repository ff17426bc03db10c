package jigi.operate.deploy.runtime.systemd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code systemctl show} says of a unit, see systemctl(1) and org.freedesktop.systemd1(5).
 *
 * @param status the exit status or the signal's number
 */
record Unit(String load, String active, String sub, int code, String status) {
  /** CLD_KILLED and CLD_DUMPED of waitid(2): the status is a signal. */
  private static final List<Integer> SIGNALLED = List.of(2, 3);

  static final String ASKED = "LoadState,ActiveState,SubState,ExecMainCode,ExecMainStatus";

  static Unit parse(String text) {
    Map<String, String> all = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        all.put(line.substring(0, equals), line.substring(equals + 1).strip());
      }
    }
    String code = all.getOrDefault("ExecMainCode", "");
    return new Unit(
        all.getOrDefault("LoadState", ""),
        all.getOrDefault("ActiveState", ""),
        all.getOrDefault("SubState", ""),
        code.matches("\\d{1,3}") ? Integer.parseInt(code) : 0,
        all.getOrDefault("ExecMainStatus", ""));
  }

  /** Whether systemd said anything of it at all. */
  boolean isSaid() {
    return !active.isEmpty();
  }

  boolean isKnown() {
    return !load.equals("not-found");
  }

  boolean hasFailed() {
    return active.equals("failed");
  }

  /** Nothing of it runs, and systemd will not start it again by itself. */
  boolean isDown() {
    return active.equals("inactive") || active.equals("failed");
  }

  /** It runs, or is on its way to; what has ended and is to be tried again does not. */
  boolean isUp() {
    return !isDown() && !sub.equals("auto-restart");
  }

  /** {@code exit 3}, {@code signal 9}, {@code inactive}. */
  String end() {
    if (code == 0) {
      return active;
    }
    return (SIGNALLED.contains(code) ? "signal " : "exit ") + status;
  }
}
