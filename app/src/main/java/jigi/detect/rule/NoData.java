package jigi.detect.rule;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What becomes of a firing alert whose series are no longer measured. */
public enum NoData {
  /** It stays, marked as unknown, until somebody measures again. */
  HOLD,
  /** It counts as gone, as in Prometheus. */
  RESOLVE,
  /** It goes on firing, and a rule none of whose series is measured fires. */
  ALERT;

  /** The annotation of a rule that says so. */
  public static final String ANNOTATION = "jigi_no_data";

  /**
   * @param name as the annotation has it; null where there is none
   * @param otherwise what holds where it names nothing
   */
  public static NoData of(@Nullable String name, NoData otherwise) {
    return name == null ? otherwise : byName().getOrDefault(name, otherwise);
  }

  static Map<String, NoData> byName() {
    Map<String, NoData> names = new TreeMap<>();
    for (NoData policy : values()) {
      names.put(policy.name().toLowerCase(Locale.ROOT), policy);
    }
    return names;
  }
}
