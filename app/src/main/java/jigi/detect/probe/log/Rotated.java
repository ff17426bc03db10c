package jigi.detect.probe.log;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names that logs get when they are rotated: {@code api.log.1}, {@code api.log-20261121.gz},
 * {@code api.log.2026-11-21}, {@code api-2026-11-21.0.log.gz}.
 */
final class Rotated {
  private static final String PACKED = "(\\.(gz|zst|xz|bz2))?";

  /** A number, or a date that may have a time. */
  private static final String STAMP = "[.-][0-9][0-9T_.-]{0,30}";

  /** Before the ending a number alone may be another program's: {@code app-2.log}. */
  private static final String DATE = "[._-][0-9]{4}-?[0-9]{2}-?[0-9]{2}[0-9T_.-]{0,20}";

  private final Pattern after;
  private final Pattern within;

  /**
   * @param name of the file that is written now, without its folder
   */
  Rotated(String name) {
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String ending = dot > 0 ? name.substring(dot) : "";
    after = Pattern.compile(Pattern.quote(name) + STAMP + PACKED);
    within = Pattern.compile(Pattern.quote(stem) + DATE + Pattern.quote(ending) + PACKED);
  }

  boolean holds(String name) {
    return after.matcher(name).matches() || within.matcher(name).matches();
  }

  /** What it is packed by; null for a plain file. */
  static @Nullable String packing(String name) {
    for (String one : new String[] {"gz", "zst", "xz", "bz2"}) {
      if (name.endsWith("." + one)) {
        return one;
      }
    }
    return null;
  }
}
