package jigi.detect.rule;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much an alert matters. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The severity of this name, null for a name that is none. */
  public static @Nullable Severity named(@Nullable String name) {
    for (Severity severity : values()) {
      if (severity.key().equals(name)) {
        return severity;
      }
    }
    return null;
  }

  /** Of an alert's label: a rule without or with an unknown severity counts as warning. */
  public static Severity ofLabel(@Nullable String label) {
    Severity severity = named(label);
    return severity == null ? WARNING : severity;
  }
}
